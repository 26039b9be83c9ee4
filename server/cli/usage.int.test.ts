import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MARK, TEAM } from '@/server/services/testing/quillon'
import { commands } from './commands'
import { helpOn, usageOf } from './help'
import { startCliBench, type CliBench } from './testing/cli-bench'
import { launch, ROOT } from './testing/launch'

let bench: CliBench
beforeAll(async () => {
  bench = await startCliBench()
})
afterAll(() => bench.close())

describe('what was typed wrongly', () => {
  it.each([
    ['team'],
    ['team export a b'],
    ['check'],
    ['check a.yaml --bogus'],
    ['compat one.json'],
    ['compat one.json two.json three.json'],
    ['compat one.json --batch many.jsonl'],
    ['compat nowhere.json nowhere.json'],
    ['team export x --bogus'],
    ['team publish x --note'],
    ['run start x'],
    ['run restart'],
    ['run restart x --from middle'],
    ['run restart x --version 3'],
    ['token create --role king'],
    ['token create --role operator --days soon'],
    ['token create --role operator --days='],
    ['user create --email x --name y --role admin'],
    ['user create --email a@b.test --role admin'],
    ['user create --email a@b.test --name y --role admin --clearance secret'],
    ['user create --email a@b.test --name y --role admin --unmasked pii,gossip'],
    ['record verify x --workspace y'],
    ['--bogus'],
  ])('baton %s: exit 2, with the usage', async (typed) => {
    const { code, out, err } = await bench.baton(typed.split(' '))
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/usage: baton /)
    expect(err.split('\n')[0]).not.toMatch(/^usage/)
  })
})

describe('help', () => {
  it('lists every command on standard output', async () => {
    for (const typed of [[], ['--help'], ['-h'], ['help']]) {
      const { code, out, err } = await bench.baton(typed)
      expect([code, err]).toEqual([0, ''])
      for (const command of commands) expect(out).toContain(usageOf(command))
    }
  })

  it('on a command tells its options and shows it typed, without a database', async () => {
    const env = { DATABASE_URL: 'nonsense' }
    const { code, out, err } = await bench.baton(['run', 'start', '--help'], { env })
    expect([code, err]).toEqual([0, ''])
    expect(commands.map((command) => `${helpOn(command)}\n`)).toContain(out)
    for (const command of commands) {
      const help = helpOn(command)
      for (const option of [...Object.keys(command.values ?? {}), ...Object.keys(command.flags ?? {})])
        expect(help).toContain(`  --${option}`)
      expect(help).toContain(`For example: baton ${command.name}`)
    }
  })
})

describe('a database', () => {
  it.each([
    ['that is not there', 'postgresql://baton:s3cret-word@127.0.0.1:1/baton', /does not answer/],
    ['that is no address', 'nonsense', /not an address/],
    ['of an unknown host', 'postgresql://baton:s3cret-word@nowhere.invalid/baton', /does not answer/],
  ])('%s: one sentence, exit 1', async (_what, url, says) => {
    const { code, out, err } = await bench.baton(['team', 'export', TEAM], { env: { DATABASE_URL: url } })
    expect([code, out, err.trim().split('\n').length]).toEqual([1, '', 1])
    expect(err).toMatch(says)
    expect(err).not.toContain('s3cret-word')
  })

  it('that refuses the login, or is not Baton’s: one sentence, exit 1', async () => {
    const wrong = new URL(bench.url)
    wrong.password = 'wrong-word'
    const empty = new URL(bench.url)
    empty.pathname = '/postgres'
    for (const url of [wrong, empty]) {
      const { code, out, err } = await bench.baton(['team', 'export', TEAM], {
        env: { DATABASE_URL: url.href },
      })
      expect([code, out, err.trim().split('\n').length]).toEqual([1, '', 1])
    }
  })

  it('with several workspaces: the oldest, or the one that is named', async () => {
    const { workspace } = await bench.asB()
    expect((await bench.baton(['team', 'export', TEAM])).code).toBe(0)
    expect((await bench.baton(['team', 'export', TEAM, '--workspace', MARK])).code).toBe(0)
    expect((await bench.baton(['team', 'export', TEAM, '--workspace', workspace?.slug ?? ''])).code).toBe(1)
    for (const slug of ['ghost', '']) {
      const { code, err } = await bench.baton(['team', 'export', TEAM, `--workspace=${slug}`])
      expect([code, err]).toEqual([1, `There is no workspace ${slug}.\n`])
    }
  })
})

describe('from elsewhere', () => {
  const importing = ['team', 'import', 'far.yaml', '--slug', 'from-far']

  it('npx baton and npm run baton do the same; files are where it was typed', async () => {
    const { out: yaml } = await bench.baton(['team', 'export', TEAM])
    const env = { DATABASE_URL: bench.url, npm_config_offline: 'true', npm_config_update_notifier: 'false' }
    // Below the installation: npm finds its package.json from here.
    const below = join(ROOT, 'test-results', 'typed here')
    mkdirSync(below, { recursive: true })
    writeFileSync(join(below, 'far.yaml'), yaml)
    const run = await launch('npm', ['run', '--silent', 'baton', '--', ...importing], { cwd: below, env })
    expect([run.code, run.out]).toEqual([0, 'from-far\n'])
    const npx = await launch('npx', ['--no', 'baton', 'team', 'export', 'from-far'], { cwd: ROOT, env })
    expect([npx.code, npx.out]).toEqual([0, yaml])
    const own = await launch('npm', ['run', '--silent', 'baton', '--', 'nonsense'], { cwd: ROOT, env })
    expect(own.code).toBe(2)
    rmSync(below, { recursive: true })
  })

  it('an early end of the pipe is no failure', async () => {
    const command = `"${process.execPath}" "${join(ROOT, 'server/cli/baton.mjs')}" --help | head -1`
    const { code, out, err } = await launch('sh', ['-c', command], { cwd: bench.folder })
    expect([code, out, err]).toEqual([0, 'usage: baton COMMAND\n', ''])
  })
})
