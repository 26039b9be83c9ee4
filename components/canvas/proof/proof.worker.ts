// Proofs in a thread of their own: whatever a drawing costs to prove, the canvas stays at hand.
import { provideCedar } from '@/domain/policy/sees-of'
import { proofSession, type Question, type Told } from './session'

const answer = proofSession()
const tell = (told: Told) => postMessage(told)
let engine: Promise<void> | undefined

/** One and a half megabytes on the line, so that only workspaces with policies of their own load it. */
async function loadEngine(): Promise<void> {
  const { default: load, ...cedar } = await import('@cedar-policy/cedar-wasm/web')
  await load()
  provideCedar(cedar)
}

async function answerTo(question: Question): Promise<void> {
  if (question.policies) {
    engine ??= loadEngine()
    // Without it the proof fails and says so; the next question tries again.
    await engine.catch(() => (engine = undefined))
  }
  tell(answer(question))
}

addEventListener('message', ({ data }: MessageEvent<Question>) => void answerTo(data))
tell({ ready: true })
