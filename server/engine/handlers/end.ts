import { validateInstance } from '@/domain/contract/evaluate'
import type { Handler } from '../types'

/** The end of a path: checks what arrives against its contract, and says what the run came to. */
export const runEnd: Handler<'end'> = ({ node, version, at }) => {
  const contract = node.accepts ? version.bundle.contracts[node.accepts] : undefined
  const problems =
    contract && at.arrived.slot ? validateInstance(contract.schema, at.state[at.arrived.slot]) : []
  if (contract && problems.length) {
    const failure = {
      code: 'contract_violated' as const,
      message: `What arrived at the end does not fit ${contract.name} ${contract.version}.`,
      details: { problems },
    }
    return Promise.resolve({ kind: 'fault', failure, retryable: false, result: { failure } })
  }
  return Promise.resolve({
    kind: 'done',
    port: '',
    end: node.outcome,
    result: {},
    record: { data: { outcome: node.outcome } },
  })
}
