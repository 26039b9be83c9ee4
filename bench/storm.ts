// Model servers that misbehave in every way they can, four real workers, teams of every pattern: what each run came to, and
// whether the servers were asked within their limits, measured there. `npm run storm -- --seed 1 --runs 120`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runStorm } from '@/server/main/testing/storm/storm'
import { startCluster } from './cluster'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '120' },
    workers: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '60' },
    requests: { type: 'string', default: '160' },
    tokens: { type: 'string', default: '120000' },
    parallel: { type: 'string', default: '6' },
  },
})

const began = Date.now()
const cluster = await startCluster()
try {
  const { faults, figures, seed } = await runStorm(await cluster.baton('storm'), {
    seed: Number(values.seed),
    runs: Number(values.runs),
    workers: Number(values.workers),
    seconds: Number(values.seconds),
    limits: {
      requestsPerMinute: Number(values.requests),
      tokensPerMinute: Number(values.tokens),
      parallelCalls: Number(values.parallel),
    },
    settleSeconds: 480,
    say: (line) => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`),
  })
  for (const [name, value] of Object.entries(figures)) console.log(name.padEnd(18), JSON.stringify(value))
  for (const fault of faults) console.error(`FAULT  ${fault}`)
  const results = join(import.meta.dirname, 'results')
  mkdirSync(results, { recursive: true })
  const written = { at: new Date().toISOString(), seed, faults, ...figures }
  writeFileSync(join(results, 'storm.json'), `${JSON.stringify(written, null, 2)}\n`)
  console.log(
    `${faults.length ? `${faults.length} faults` : 'no fault'}, seed ${seed}; written to bench/results/storm.json`,
  )
  process.exitCode = faults.length ? 1 : 0
} finally {
  await cluster.close()
}
