// What following the labels of a run costs a step; `npm --prefix bench run labels -- [ROUNDS]`.
import { cpus, loadavg } from 'node:os'
import { labelsAfter, type FlowStep } from '@/domain/state/labels'
import { compileTeam } from '@/domain/team/compile'
import { isStaffed } from '@/domain/team/staff'
import { salesCatalogue, salesTeam } from '@/domain/team/testing/sales-team'
import { flowOf } from '@/domain/team/trust/flow-of'

/** In ms for a step of a run of fifty; what follows from the version alone is worked out once for all its runs. */
const LIMIT = 0.5
const rounds = Number(process.argv[2] ?? 300)
const { bundle } = compileTeam(salesTeam(), salesCatalogue)
const drafting = bundle?.nodes['drafting']
if (!bundle || !drafting || !isStaffed(drafting)) throw new Error('the team is not sound')

/** Sent back and drafted again, so often that there are so many steps. */
const history = (length: number): FlowStep[] =>
  Array.from({ length }, (_, i) => {
    const again = ['drafting.out', 'limits.review', 'person.sent_back']
    const [node = '', port = ''] = (['start.out', 'research.out'][i] ?? again[(i - 2) % 3] ?? '').split('.')
    return { node, port, iteration: i, attempt: 0, status: 'done' }
  })

console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, ${rounds} rounds`)
const begun = performance.now()
const flow = flowOf(bundle)
console.log(`  ${'a version, once'.padEnd(34)} ${(performance.now() - begun).toFixed(3)} ms`)
for (const length of [5, 50, 500]) {
  const steps = history(length)
  const from = performance.now()
  for (let round = 0; round < rounds; round++) labelsAfter(flow, steps).shown(drafting)
  const ms = (performance.now() - from) / rounds
  console.log(`  ${`a step after ${length} others`.padEnd(34)} ${ms.toFixed(4)} ms`)
  if (length === 50 && ms > LIMIT) process.exitCode = 1
}
