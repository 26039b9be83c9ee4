import { setTimeout as sleep } from 'node:timers/promises'
import { formatMoney } from '@/domain/budget/money'
import { argument, contextOf, type Command } from './command'

const LOOK_MS = 400

export const teamTestCommand: Command = {
  name: 'team test',
  takes: ['SLUG'],
  summary: "run a team's test cases on its draft, in shadow; exit code 1 when one does not pass",
  example: 'baton team test quote-desk --case "A large discount waits for a person"',
  values: { case: { value: 'NAME', about: 'this case alone' } },
  async run(invocation) {
    const [{ startCases }, { isUnderWay, readBench }] = await Promise.all([
      import('@/server/services/trial/start'),
      import('@/server/services/trial/bench'),
    ])
    const ctx = contextOf(invocation)
    const slug = argument(invocation, 0, 'SLUG')
    const { case: name } = invocation.options
    const { trials } = await startCases(ctx, { slug, ...(typeof name === 'string' ? { names: [name] } : {}) })
    if (trials.length === 0) {
      invocation.print('There is no test case.')
      return 0
    }
    const open = new Set(trials.map(({ id }) => id))
    let failed = 0
    while (open.size > 0) {
      const { cases } = await readBench(ctx, { slug })
      for (const { case: one, last } of cases) {
        if (!last || !open.has(last.id) || isUnderWay(last)) continue
        open.delete(last.id)
        const ok = last.status === 'passed'
        if (!ok) failed++
        invocation.print(`${ok ? 'pass' : 'FAIL'}  ${one.name}  ${formatMoney(last.costMicros)}`)
        if (last.status === 'stopped') invocation.print('      It was stopped.')
        for (const { held, expects, seen } of last.checked)
          if (!held) invocation.print(`      ${expects}. Seen: ${seen}`)
      }
      for (const { id, name: of } of trials) {
        if (!open.has(id) || cases.some(({ last }) => last?.id === id)) continue
        open.delete(id)
        failed++
        invocation.print(`FAIL  ${of}\n      Somebody removed it, or ran it again meanwhile.`)
      }
      if (open.size > 0) await sleep(LOOK_MS)
    }
    invocation.print(failed === 0 ? `${trials.length} passed` : `${failed} of ${trials.length} did not pass`)
    return failed === 0 ? 0 : 1
  },
}
