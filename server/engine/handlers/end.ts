import { fault } from '../fault'
import { takeUpFailure } from '../take-up'
import type { Handler } from '../types'

/** The end of a path: checks what arrives against its contract, and says what the run came to. */
export const runEnd: Handler<'end'> = ({ node, version, at }) => {
  const misfit = takeUpFailure(version.bundle, node, at.state, at.arrived.slot)
  return Promise.resolve(misfit ? fault(misfit) : { kind: 'done', port: '', result: {} })
}
