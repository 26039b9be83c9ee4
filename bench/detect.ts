// How long the detector of personal data takes for a document; `npm --prefix bench run detect -- [ROUNDS]`.
import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { detectPii } from '@/domain/pii/detect'

/** In ms for a document. The long text is shown beside it and held to nothing. */
const LIMIT = 0.1
const rounds = Number(process.argv[2] ?? 20)
const file = new URL('../domain/pii/testing/vectors/pii.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: { text: string }[] }
const texts = cases.map(({ text }) => text)
const long = texts.join('\n').slice(0, 100_000)

console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, ${rounds} rounds`)
const times: number[] = []
for (let round = 0; round < rounds; round++)
  for (const text of texts) {
    const begun = performance.now()
    detectPii(text)
    times.push(performance.now() - begun)
  }
times.sort((a, b) => a - b)
const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length
const p99 = times[Math.floor(0.99 * (times.length - 1))] ?? Infinity
const begun = performance.now()
for (let round = 0; round < rounds; round++) detectPii(long)
const perKb = (performance.now() - begun) / rounds / (long.length / 1024)
for (const [what, ms] of [
  [`${texts.length} sentences, mean`, mean],
  ['the same, p99', p99],
  ['one text of 100 kB, for each kB', perKb],
] as const)
  console.log(
    `  ${what.padEnd(34)} ${ms.toFixed(4)} ms   ${(ms / LIMIT).toFixed(2)}× the limit of ${LIMIT} ms`,
  )
if (mean > LIMIT) process.exitCode = 1
