import { endFailure } from '../end-of-path'
import type { Handler } from '../types'

/** The end of a path: checks what arrives against its contract, and says what the run came to. */
export const runEnd: Handler<'end'> = ({ node, version, at }) => {
  const failure = endFailure(version.bundle, node, at.state, at.arrived.slot)
  if (failure) return Promise.resolve({ kind: 'fault', failure, retryable: false, result: { failure } })
  return Promise.resolve({ kind: 'done', port: '', end: node.outcome, result: {} })
}
