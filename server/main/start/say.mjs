let open = false

/** Runs the work under a line of its own: what is being done, then how long it took. */
export async function step(label, work) {
  const begun = performance.now()
  process.stdout.write(`  ${label} … `)
  open = true
  const result = await work()
  open = false
  process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(1)} s\n`)
  return result
}

/** What went wrong, in one sentence; the stack only for whoever asks with DEBUG. */
export function explain(error) {
  if (open) process.stdout.write('failed\n')
  const sentence = error instanceof Error ? error.message || error.name : String(error)
  process.stderr.write(`\n${sentence}\n`)
  if (process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
}

// Whoever reads our output may go away first.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
