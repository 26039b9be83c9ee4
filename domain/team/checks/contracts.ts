import { refOf, showRef } from '../../contract/contract'
import { didYouMean } from '../../expression/nearest'
import { contractsNamedBy } from '../kinds/registry'
import { keptByText, keptFor } from '../../kept'
import type { TeamNode } from '../node'
import { schemaProblems } from '../../contract/schema-problems'
import type { Check, Found } from './check'

const faultsOf = keptFor((schema: object) => schemaProblems(schema))

/** Every contract that is named exists and is a valid schema; what a run starts with has one, and what an agent hands on. */
export const contractsCheck: Check = {
  code: 'contracts',
  title: 'Contracts are in order',
  run({ document, contracts }) {
    const problems: Found[] = []
    const nearest = keptByText(200, (ref) => didYouMean(ref, contracts.keys()))
    for (const node of document.nodes) {
      for (const { pointer, contract: ref } of contractsNamedBy(node)) {
        if (!contracts.has(ref))
          problems.push({
            code: 'contracts.unknown',
            severity: 'error',
            message: `"${node.name}" names the contract ${showRef(ref)}, which this team does not have${nearest(ref)}.`,
            place: { node: node.id, pointer },
          })
      }
      if (!isUnsaid(node)) continue
      if (node.kind === 'trigger')
        problems.push({
          code: 'contracts.input',
          severity: 'error',
          message: `"${node.name}" does not say what a run starts with. Choose a contract.`,
          place: { node: node.id, pointer: '/produces' },
        })
      else
        problems.push({
          code: 'contracts.output',
          severity: 'error',
          message: `"${node.name}" does not say what it hands on. Choose a contract.`,
          place: { node: node.id, pointer: '/produces' },
        })
    }
    for (const contract of document.contracts)
      for (const { pointer, message, expected } of faultsOf(contract.schema))
        problems.push({
          code: 'contracts.schema',
          severity: 'error',
          message: `${showRef(refOf(contract))} is not a valid contract. ${message}${expected ? ` Expected: ${expected}.` : ''}`,
          place: { contract: refOf(contract), pointer: `/schema${pointer}` },
        })
    return problems
  },
}

/** Whether a node has to say what it hands on, and does not. */
export const isUnsaid = (node: TeamNode): boolean =>
  (node.kind === 'trigger' || node.kind === 'agent') && node.produces === undefined
