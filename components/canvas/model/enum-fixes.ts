import { refOf, showRef, type Contract } from '@/domain/contract/contract'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import type { TeamNode } from '@/domain/team/node'
import { own } from '@/domain/contract/json-schema'
import { setKeywords } from '@/components/contracts/schema/edit-fields'
import { readFields } from '@/domain/contract/read-fields'

export interface Fix {
  label: string
  command: Command
}

/** Ways out of values that one side writes and the other does not know: widen the one or narrow the other. */
export function enumFixes(
  document: TeamDocument,
  source: { node: TeamNode; contract: Contract },
  target: { node: TeamNode; contract: Contract },
): Fix[] {
  const wanted = new Map(readFields(target.contract.schema).map((field) => [field.path.join('.'), field]))
  return readFields(source.contract.schema).flatMap((field): Fix[] => {
    const other = wanted.get(field.path.join('.'))
    const [writes, reads] = [own(field.schema, 'enum'), other && own(other.schema, 'enum')]
    if (!Array.isArray(writes) || !Array.isArray(reads)) return []
    const extra = (writes as unknown[]).filter((value) => !reads.includes(value))
    if (extra.length === 0) return []
    const shared = (writes as unknown[]).filter((value) => reads.includes(value))
    const named = extra.map((value) => String(value)).join(', ')
    const widened = asNext(
      document,
      target.contract,
      setKeywords(target.contract.schema, field.path, { enum: [...(reads as unknown[]), ...extra] }),
    )
    const narrowed = asNext(
      document,
      source.contract,
      setKeywords(source.contract.schema, field.path, { enum: shared }),
    )
    return [
      {
        label: `Let ${target.contract.name} accept ${named}, as version ${widened.version}`,
        command: put(widened, target.node, 'accepts'),
      },
      ...(shared.length > 0
        ? [
            {
              label: `Narrow ${showRef(refOf(source.contract))} to ${shared.length} values, as version ${narrowed.version}`,
              command: put(narrowed, source.node, 'produces'),
            },
          ]
        : []),
    ]
  })
}

function asNext(document: TeamDocument, contract: Contract, schema: Contract['schema']): Contract {
  const versions = document.contracts
    .filter(({ name }) => name === contract.name)
    .map(({ version }) => version)
  return { ...contract, schema, version: Math.max(...versions) + 1 }
}

const put = (contract: Contract, node: TeamNode, field: 'accepts' | 'produces'): Command => ({
  type: 'batch',
  label: `Version ${contract.version} of ${contract.name}`,
  commands: [
    { type: 'contract.put', contract },
    { type: 'node.update', id: node.id, patch: { [field]: refOf(contract) } },
  ],
})
