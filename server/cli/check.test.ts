import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { edits, set } from '@/domain/team/testing/mutate'
import { salesCatalogue, salesTeam } from '@/domain/team/testing/sales-team'
import { teamToYaml } from '@/domain/team/yaml'
import { mutatedText } from '@/server/templates/testing/found'
import { MUTANTS } from '@/server/templates/testing/mutations/all'
import { baton, ROOT } from './testing/launch'

// Each is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'baton check '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const { agents, connections } = salesCatalogue
const written = (name: string, document = salesTeam()): string => {
  const yaml = teamToYaml({ document, agents: [...agents], connections: [...connections] })
  writeFileSync(join(folder, name), yaml)
  return name
}
const sound = written('sound team.yaml')
const misfit = written('misfit.yaml', edits(set('done', { accepts: 'lead.request@1' }))(salesTeam()))
const check = (...args: string[]) =>
  baton(['check', ...args], { cwd: folder, env: { DATABASE_URL: 'nonsense' } })

describe('baton check', () => {
  it('proves a sound team without a database', async () => {
    const { code, out, err } = await check(sound)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^sound team\.yaml: sound: (\d+) of \1 proofs hold; 0 errors/m)
  })

  it('prints each problem in one line, with its line in the file and a counterexample, and exits with 1', async () => {
    const { code, out, err } = await check(sound, misfit)
    expect([code, err]).toEqual([1, ''])
    expect(out).toMatch(
      /^misfit\.yaml:\d+: error handoff\.misfit at handoff update_out_done: .+ For example: \{.*\}$/m,
    )
    expect(out).toMatch(/^misfit\.yaml: not sound: /m)
  })

  it('tells machines in JSON, an object a file', async () => {
    const { code, out } = await check(misfit, sound, '--json')
    expect(code).toBe(1)
    const [first, second] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(first).toMatchObject({ file: 'misfit.yaml', team: 'Sales operations', sound: false, errors: 1 })
    expect(first?.['problems']).toMatchObject([
      { code: 'handoff.misfit', line: expect.any(Number) as number },
    ])
    expect(second).toMatchObject({ sound: true, errors: 0 })
  })

  it('takes warnings as errors where it is told to', async () => {
    const dear = written(
      'warned.yaml',
      edits(
        {
          type: 'contract.put',
          contract: {
            name: 'crm.receipt',
            version: 2,
            description: '',
            schema: {
              type: 'object',
              properties: { id: { type: 'string', pattern: '^(a+)\\1$' } },
              required: ['id'],
            },
          },
        },
        set('done', { accepts: 'crm.receipt@2' }),
        set('update', { produces: 'crm.receipt@3' }),
        {
          type: 'contract.put',
          contract: {
            name: 'crm.receipt',
            version: 3,
            description: '',
            schema: {
              type: 'object',
              properties: {
                id: { type: 'string', pattern: '^(a+)\\1b?$', 'x-classification': 'public' },
              },
              required: ['id'],
            },
          },
        },
      )(salesTeam()),
    )
    const plain = await check(dear)
    expect(plain.out).toMatch(/warning handoff\.unproved/)
    expect(plain.code).toBe(0)
    expect((await check(dear, '--warnings-as-errors')).code).toBe(1)
  })

  it('says what cannot be read, and checks the others', async () => {
    writeFileSync(join(folder, 'wrong.yaml'), 'baton: 1\nteam: { name: A, nodes: [{ kind: wizard }] }')
    const wrong = await check('wrong.yaml')
    expect(wrong.code).toBe(1)
    expect(wrong.out).toMatch(/^wrong\.yaml:2: error file\.invalid at \/team\/nodes\/0\/kind: /m)
    const missing = await check('nowhere.yaml', sound)
    expect([missing.code, missing.err]).toEqual([2, 'nowhere.yaml cannot be read: there is no such file.\n'])
    expect(missing.out).toContain('sound team.yaml: sound')
  })

  it('finds nothing to mend in the templates', async () => {
    const templates = join(ROOT, 'prisma/seed/templates')
    const files = readdirSync(templates).map((key) => join(templates, key, 'team.yaml'))
    expect(files.length).toBeGreaterThanOrEqual(3)
    const { code, out, err } = await check(...files, '--warnings-as-errors')
    expect([code, err]).toEqual([0, ''])
    expect(out).not.toMatch(/: (error|warning) /)
    for (const file of files) expect(out).toContain(`${file}: sound`)
  })

  it.each([
    'trigger',
    'reachable',
    'ports',
    'lanes',
    'ends',
    'orchestrators',
    'teams',
    'contracts',
    'handoff',
    'assigned',
    'gated',
    'trust',
    'conflict',
    'connections',
  ])('exits with 1 on a template in which %s is broken', async (check) => {
    const mutant = MUTANTS[check]?.[0]
    if (!mutant) throw new Error(`no template breaks ${check}`)
    const file = `${check}.yaml`
    writeFileSync(join(folder, file), mutatedText(mutant))
    const { code, out, err } = await baton(['check', file], {
      cwd: folder,
      env: { DATABASE_URL: 'nonsense' },
    })
    expect([code, err]).toEqual([1, ''])
    for (const found of mutant.finds)
      expect(out).toMatch(
        new RegExp(`^${file}:\\d+: error ${found.replace(/(node|handoff) ([^/]*).*$/, '$1 $2')}`, 'm'),
      )
    expect(out).toContain(`${file}: not sound: `)
  })

  it('reads standard input', async () => {
    const yaml = teamToYaml({ document: salesTeam(), agents: [...agents], connections: [...connections] })
    const { code, out } = await baton(['check', '-'], { input: yaml })
    expect([code, out.startsWith('-: sound')]).toEqual([0, true])
  })
})
