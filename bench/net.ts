// How long the net takes for what is on its way to a model; `npm --prefix bench run net -- [ROUNDS]`.
import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { screened, screenedText, strictScreen } from '@/server/net'

const rounds = Number(process.argv[2] ?? 50)
const file = new URL('../domain/pii/testing/vectors/pii.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: { text: string }[] }
const texts = cases.map(({ text }) => text)

const record = (i: number) => ({
  id: `REC-${1000 + i}`,
  stage: 'open',
  amount: 1200.5 + i,
  updated_at: '2026-11-21T09:00:00Z',
  note: texts[i % texts.length],
})
/** As views are: a ticket; a dossier of 40 rows; what a model is sent at most, nearly. */
const views = {
  'a view of one record': { start: record(1) },
  'a view of 40 records': { dossier: { rows: Array.from({ length: 40 }, (_, i) => record(i)) } },
  'a view of 600 records': { dossier: { rows: Array.from({ length: 600 }, (_, i) => record(i)) } },
}

console.log(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, ${rounds} rounds`)
for (const [what, view] of Object.entries(views)) {
  const kb = JSON.stringify(view).length / 1024
  const first = await mean(async () => void (await screened(view, strictScreen())))
  const screen = strictScreen()
  const { value } = await screened(view, screen)
  const prompt = JSON.stringify(value)
  const again = await mean(async () => {
    screen.passed.delete(prompt)
    await screenedText(prompt, screen)
  })
  console.log(
    `  ${what.padEnd(24)} ${kb.toFixed(1).padStart(7)} kB   ${first.toFixed(3)} ms, ${(first / kb).toFixed(4)} ms a kB; in the prompt again ${again.toFixed(3)} ms`,
  )
}

async function mean(work: () => Promise<void>): Promise<number> {
  for (let i = 0; i < 3; i++) await work()
  const begun = performance.now()
  for (let i = 0; i < rounds; i++) await work()
  return (performance.now() - begun) / rounds
}
