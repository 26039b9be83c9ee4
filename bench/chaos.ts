// Workers and the database are killed, frozen and restarted under load, and then everything is counted:
// `npm run chaos -- --seed 1 --runs 300 --seconds 180 --workers 3`.
import { parseArgs } from 'node:util'
import { runChaos } from '@/server/main/testing/chaos/chaos'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '180' },
    workers: { type: 'string', default: '3' },
  },
})

const started = Date.now()
const report = await runChaos({
  seed: Number(values.seed),
  runs: Number(values.runs),
  seconds: Number(values.seconds),
  workers: Number(values.workers),
  settleSeconds: 180,
  say: (line) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${line}`),
})
const { faults, figures, torment, ...rest } = report
console.table({
  ...figures,
  ...rest,
  ...torment,
  takeOverMs: Math.max(0, ...torment.takeOverMs),
  died: torment.died.length,
})
for (const fault of faults) console.error(`FAULT  ${fault}`)
console.log(faults.length ? `${faults.length} faults, seed ${report.seed}` : `no fault, seed ${report.seed}`)
process.exitCode = faults.length ? 1 : 0
