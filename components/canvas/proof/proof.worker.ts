// Proofs in a thread of their own: whatever a drawing costs to prove, the canvas stays at hand.
import { proofSession, type Question } from './session'

const answer = proofSession()
addEventListener('message', ({ data }: MessageEvent<Question>) => postMessage(answer(data)))
