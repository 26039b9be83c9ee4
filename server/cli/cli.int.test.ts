import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signInWithPassword } from '@/server/auth/sign-in'
import { contextFromToken } from '@/server/services/token/context'
import { settleTrials } from '@/server/engine/trials'
import { putCase } from '@/server/services/trial/put-case'
import { MARK, TEAM } from '@/server/services/testing/quillon'
import { startCliBench, type CliBench } from './testing/cli-bench'

let bench: CliBench
beforeAll(async () => {
  bench = await startCliBench()
})
afterAll(() => bench.close())

const file = (name: string, text: string): string => {
  writeFileSync(join(bench.folder, name), text)
  return name
}

describe('token create and user create', () => {
  it('print a token that works, once, and keep only its digest', async () => {
    const { code, out, err } = await bench.baton([
      'token',
      'create',
      '--role',
      'operator,auditor',
      '--days',
      '3',
    ])
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^bt_[\w-]{43}\n$/)
    const ctx = await contextFromToken(bench.db, out.trim())
    expect(ctx).toMatchObject({ roles: ['operator', 'auditor'], workspace: { id: bench.a } })
    const { rows } = await bench.admin.query<{ all: string }>(
      'select string_agg(t::text, \' \') "all" from api_token t',
    )
    expect(rows[0]?.all).not.toContain(out.trim())
  })

  it('print a password that signs in', async () => {
    const args = ['user', 'create', '--email', 'Ann@Example.test', '--name', 'Ann', '--role', 'reviewer']
    const { code, out } = await bench.baton(args)
    expect(code).toBe(0)
    const signIn = signInWithPassword(bench.db, {
      email: 'ann@example.test',
      password: out.trim(),
      address: 'test',
    })
    await expect(signIn).resolves.toMatchObject({ id: expect.stringMatching(/^usr_/) as string })
    const again = await bench.baton(args)
    expect([again.code, again.out]).toEqual([1, ''])
    expect(again.err).toContain('a member already')
  })

  it('give the clearance that is asked for, else what the roles take', async () => {
    const clearedAs = async (name: string, ...more: string[]) => {
      const email = `${name}@example.test`
      const args = ['user', 'create', '--email', email, '--name', name, '--role', 'reviewer', ...more]
      const { code, err } = await bench.baton(args)
      expect([code, err]).toEqual([0, ''])
      const { rows } = await bench.admin.query<{ clearance: string; categories: string[] }>(
        'select m.clearance, m.categories from membership m join user_account u on u.id = m.user_id where u.email = $1',
        [email],
      )
      return rows[0]
    }
    expect(await clearedAs('bea')).toEqual({ clearance: 'confidential', categories: ['pii', 'financial'] })
    const more = await clearedAs('cleo', '--clearance', 'restricted', '--unmasked', 'phi,legal')
    expect(more).toEqual({ clearance: 'restricted', categories: ['phi', 'legal'] })
    const less = await clearedAs('dan', '--clearance', 'internal', '--unmasked', '')
    expect(less).toEqual({ clearance: 'internal', categories: [] })
  })
})

describe('teams', () => {
  it('come out and go in again to the byte, from where it was typed', async () => {
    const first = await bench.baton(['team', 'export', TEAM])
    expect([first.code, first.err]).toEqual([0, ''])
    const name = file('team file.yaml', first.out)
    expect(await bench.baton(['team', 'import', name, '--slug', 'twin'])).toEqual({
      code: 0,
      out: 'twin\n',
      err: '',
    })
    const second = await bench.baton(['team', 'export', 'twin'])
    expect(second.out).toBe(first.out)
    const piped = await bench.baton(['team', 'import', '-', '--slug', 'third'], { input: first.out })
    expect(piped.out).toBe('third\n')
    // What is as it was is not edited.
    const entries = () => bench.db.prisma.recordEntry.count({ where: { kind: 'team.imported' } })
    const before = await entries()
    await bench.baton(['team', 'import', join(bench.folder, name), '--slug', 'twin'])
    expect(await entries()).toBe(before)
  })

  it('are published, and where they are unsound the places are said', async () => {
    const { out } = await bench.baton(['team', 'export', TEAM])
    await bench.baton(['team', 'import', '-', '--slug', 'fourth'], { input: out })
    const published = await bench.baton(['team', 'publish', 'fourth', '--note', 'by hand'])
    expect([published.code, published.err]).toEqual([0, ''])
    expect(published.out).toMatch(/^version 1 sha256:[0-9a-f]{64}\n$/)
    expect(await bench.baton(['team', 'publish', 'fourth'])).toMatchObject({ code: 1, out: '' })

    const broken = out.replace(/^.*id: approval_approved_update.*\n/m, '')
    expect(broken).not.toBe(out)
    await bench.baton(['team', 'import', '-', '--slug', 'fourth'], { input: broken })
    const refused = await bench.baton(['team', 'publish', 'fourth'])
    expect([refused.code, refused.out]).toEqual([1, ''])
    expect(refused.err).toMatch(/cannot be published: it has \d+ errors?\./)
    expect(refused.err).toMatch(/^ {2}\/nodes\/\d+.*: /m)
  })

  it('that cannot be read say the line and what was expected, and nothing is stored', async () => {
    const { out } = await bench.baton(['team', 'export', TEAM])
    const name = file('wrong.yaml', out.replace('kind: agent', 'kind: wizard'))
    const before = await bench.db.prisma.team.count()
    const { code, err } = await bench.baton(['team', 'import', name, '--slug', 'wrong'])
    expect(code).toBe(1)
    expect(err).toMatch(/^ {2}\/team\/nodes\/1\/kind: Line \d+: /m)
    for (const text of ['', '\t', 'a: [', '- '.repeat(60_000), 'baton: 2'])
      expect(await bench.baton(['team', 'import', file('bad.yaml', text)])).toMatchObject({
        code: 1,
        out: '',
      })
    expect(await bench.db.prisma.team.count()).toBe(before)
    const missing = await bench.baton(['team', 'import', 'not here.yaml'])
    expect(missing).toEqual({
      code: 1,
      out: '',
      err: 'not here.yaml cannot be read: there is no such file.\n',
    })
  })
})

describe('test cases', () => {
  it('are run on the draft, and one that does not pass says why', async () => {
    // A worker settles trials; the bench here has none.
    let over = false
    const settling = (async () => {
      for (; !over; await sleep(100)) await settleTrials(bench.db)
    })()
    try {
      const slug = 'tested'
      await bench.baton(['team', 'import', '-', '--slug', slug], {
        input: (await bench.baton(['team', 'export', TEAM])).out,
      })
      expect((await bench.baton(['team', 'test', slug])).out).toBe('There is no test case.\n')
      const pins = { draft: { output: { deal_id: 'D-1', amount: 5 } } }
      const put = (name: string, expected: object) =>
        putCase(bench.asA(['operator']), {
          slug,
          case: { name, kind: 'normal', input: { deal_id: 'D-1' }, pins, expect: expected },
        })
      await put('waits', { ends: 'waits', at: 'approval' })
      expect(await bench.baton(['team', 'test', slug])).toEqual({
        code: 0,
        out: 'pass  waits  $0.0000\n1 passed\n',
        err: '',
      })
      await put('ends', { ends: 'done', effects: [{ node: 'update' }] })
      const one = await bench.baton(['team', 'test', slug, '--case', 'ends'])
      expect([one.code, one.err]).toEqual([1, ''])
      expect(one.out).toContain(
        'FAIL  ends  $0.0000\n      It comes to a good end. Seen: It waits at “Approval”',
      )
      expect(one.out).toContain('1 of 1 did not pass')
      expect(await bench.baton(['team', 'test', slug, '--case', 'none'])).toMatchObject({ code: 1, out: '' })
      expect((await bench.baton(['team', 'publish', slug])).err).toContain('“ends” failed.')
      expect((await bench.baton(['team', 'publish', slug, '--untested', 'a test'])).code).toBe(0)
    } finally {
      over = true
      await settling
    }
  }, 300_000)
})

describe('runs', () => {
  it('start from a file of JSON or YAML, once for a key, and are shown whole', async () => {
    const start = ['run', 'start', TEAM, '--input', file('deal.json', '{"deal_id":"D-9"}')]
    const { code, out } = await bench.baton([...start, '--key', 'cli-1', '--wait'])
    const [id = '', status] = out.trim().split('\n')
    expect([code, status]).toEqual([0, 'waiting'])
    const yaml = ['run', 'start', TEAM, '--input', file('deal.yaml', 'deal_id: D-9\n'), '--key', 'cli-1']
    expect((await bench.baton(yaml)).out).toBe(`${id}\n`)

    const shown = JSON.parse((await bench.baton(['run', 'show', id, '--json'])).out) as Record<
      string,
      unknown
    >
    expect(shown).toMatchObject({
      id,
      status: 'waiting',
      state: { start: { deal_id: 'D-9' } },
      spentMicros: expect.stringMatching(/^\d+$/) as string,
      startedBy: { kind: 'system', id: 'cli' },
      steps: [{ node: 'start' }, { node: 'draft' }],
    })
    const people = await bench.baton(['run', 'show', id])
    expect(people.out).toContain(`${MARK} D-9  waiting`)
    expect(people.out).toContain('waits for a person')
  })

  it('start with a priority, and none but the three', async () => {
    const start = (priority: string) =>
      bench.baton(['run', 'start', TEAM, '--input', '-', '--priority', priority], {
        input: '{"deal_id":"D-9"}',
      })
    const id = (await start('low')).out.trim()
    const { out } = await bench.baton(['run', 'show', id, '--json'])
    expect(JSON.parse(out)).toMatchObject({ id, priority: 'low' })
    expect(await start('urgent')).toMatchObject({ code: 2, out: '' })
  })

  it('that cannot start say why and where', async () => {
    const start = (text: string) => bench.baton(['run', 'start', TEAM, '--input', '-'], { input: text })
    const wrong = await start('{"deal_id":7}')
    expect([wrong.code, wrong.out]).toEqual([1, ''])
    expect(wrong.err).toMatch(/^ {2}\/deal_id: .*expected: text/m)
    for (const text of ['[]', '7', '', '{', '"\\ud800"'])
      expect(await start(text)).toMatchObject({ code: 1, out: '' })
    expect(await bench.baton(['run', 'show', 'run_ghost'])).toEqual({
      code: 1,
      out: '',
      err: 'There is no run run_ghost.\n',
    })
  })

  it('show no escape sequence that a model wrote', async () => {
    const { run } = await bench.waiting()
    await bench.db.prisma.run.update({
      where: { id: run },
      data: { title: 'a\u001b]0;owned\u0007\u009b31mb' },
    })
    for (const flags of [[], ['--json']]) {
      const { out } = await bench.baton(['run', 'show', run, ...flags])
      expect(out).toContain('owned')
      // eslint-disable-next-line no-control-regex -- they are what must not be there
      expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
    }
  })
})

describe('events', () => {
  it('are sent once for an id, and what is no event is said', async () => {
    const send = [
      'event',
      'send',
      'order.shipped',
      '--key',
      '4711',
      '--data',
      '{"carrier":"Post"}',
      '--id',
      'one',
    ]
    const first = await bench.baton(send)
    expect([first.code, first.err]).toEqual([0, ''])
    expect(first.out).toMatch(/^evt_\w+ is kept: nothing waits for it yet\n$/)
    expect((await bench.baton(send)).out).toBe(first.out.replace('\n', ' (sent before)\n'))
    const events = await bench.db.prisma.receivedEvent.findMany({ where: { workspaceId: bench.a } })
    expect(events).toMatchObject([{ event: 'order.shipped', key: '4711', payload: { carrier: 'Post' } }])
    const name = await bench.baton(['event', 'send', 'Order', '--key', '1'])
    expect([name.code, name.out]).toEqual([1, ''])
    expect(name.err).toContain('/event')
    expect(await bench.baton(['event', 'send', 'a.b', '--key', '1', '--data', '{'])).toMatchObject({
      code: 1,
    })
    expect(await bench.baton(['event', 'send', 'a.b'])).toMatchObject({ code: 2 })
  })
})

describe('the record', () => {
  it('is exported and verified; what was altered is found', async () => {
    await bench.sequence()
    const { code, out } = await bench.baton(['record', 'export', 'my record'])
    expect(code).toBe(0)
    expect(out).toMatch(/^\d+ entries, \d+ checkpoints in my record\./)
    const verify = (...flags: string[]) => bench.baton(['record', 'verify', 'my record', ...flags])
    expect((await verify()).code).toBe(0)
    expect(JSON.parse((await verify('--json')).out)).toBeTypeOf('object')
    const path = join(bench.folder, 'my record/entries.jsonl')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"kind":"team.created"', '"kind":"team.erased"'))
    const altered = await verify()
    expect(altered.code).not.toBe(0)
    expect(altered.out + altered.err).not.toBe('')
    // A verifier that was altered with it is not asked.
    writeFileSync(join(bench.folder, 'my record/verify.mjs'), 'process.exit(0)')
    expect((await verify()).code).not.toBe(0)
  })

  it('is not written over something else', async () => {
    writeFileSync(join(bench.folder, 'mine.txt'), 'mine')
    const { code, err } = await bench.baton(['record', 'export', '.'])
    expect([code, err.split('\n').length]).toEqual([1, 2])
    expect(readFileSync(join(bench.folder, 'mine.txt'), 'utf8')).toBe('mine')
  })
})
