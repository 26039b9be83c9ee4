import type { OpenLine } from './prover'
import type { Told } from './session'

interface Begun {
  worker: Worker
  /** Whether its code is loaded. */
  ready: boolean
}

/** Begun before there was anything to prove. */
let spare: Begun | undefined

function begin(): Begun {
  const begun = { worker: new Worker(new URL('./proof.worker.ts', import.meta.url)), ready: false }
  const onReady = ({ data }: MessageEvent<Told>) => {
    if ('ready' in data) begun.ready = true
  }
  begun.worker.addEventListener('message', onReady)
  return begun
}

/**
 * Begins a worker ahead: its code is loaded while the team still is.
 * @returns ends it, if nobody has taken it
 */
export function warmWorker(): () => void {
  const begun = (spare ??= begin())
  begun.worker.addEventListener('error', () => {
    if (spare === begun) spare = undefined
  })
  return () => {
    if (spare !== begun) return
    begun.worker.terminate()
    spare = undefined
  }
}

/** A line to a worker of the browser. */
export const openWorker: OpenLine = (onAnswer, onDeath, onReady) => {
  const { worker, ready } = spare ?? begin()
  spare = undefined
  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if ('ready' in data) onReady()
    else onAnswer(data)
  })
  worker.addEventListener('error', onDeath)
  worker.addEventListener('messageerror', onDeath)
  if (ready) onReady()
  return { ask: (question) => worker.postMessage(question), end: () => worker.terminate() }
}
