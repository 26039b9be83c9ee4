import type { OpenLine } from './prover'
import type { Answer } from './session'

/** A line to a worker of the browser. */
export const openWorker: OpenLine = (onAnswer, onDeath) => {
  const worker = new Worker(new URL('./proof.worker.ts', import.meta.url))
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => onAnswer(data))
  worker.addEventListener('error', onDeath)
  worker.addEventListener('messageerror', onDeath)
  return { ask: (question) => worker.postMessage(question), end: () => worker.terminate() }
}
