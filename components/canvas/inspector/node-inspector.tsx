'use client'

import { showKeys } from '@/components/shell/show-keys'
import { IconButton } from '@/components/ui/icon-button'
import { kindOf } from '@/domain/team/kinds/registry'
import { nodeIdSchema } from '@/domain/team/kinds/common'
import type { TeamNode } from '@/domain/team/node'
import { LOOKS } from '../kinds/looks'
import { NodeForm } from '../kinds/registry'
import { problemsAt } from '../model/card-facts'
import { useStudio } from '../studio/studio-context'
import { useNodeActs, type NodeAct } from '../studio/use-node-acts'
import { TextField } from './fields/text-field'
import { ComesFrom } from './comes-from'
import { InspectorBody } from './inspector-body'
import { InspectorHead } from './inspector-head'
import { ProblemList } from './problem-list'
import { WaysOut } from './ways-out'

/** The others have their place further down, or beside the inspector. */
const IN_HEAD: readonly NodeAct['id'][] = ['this', 'from', 'pin', 'duplicate', 'remove']

/** All of one node. */
export function NodeInspector({ node }: { node: TeamNode }) {
  const { proof, changeNode, edit, document, select } = useStudio()
  const acts = useNodeActs(node)
  const look = LOOKS[node.kind]
  const rename = (to: string) => {
    const free = !document.nodes.some(({ id }) => id === to)
    if (
      to !== node.id &&
      free &&
      nodeIdSchema.safeParse(to).success &&
      edit({ type: 'node.rename', id: node.id, to })
    )
      select({ nodes: [to] })
  }
  return (
    <>
      <InspectorHead
        kind={look.label}
        icon={look.icon}
        name={node.name}
        end={
          <>
            {acts
              .filter(({ id }) => IN_HEAD.includes(id))
              .map(({ id, label, icon, keys, run }) => (
                <IconButton
                  key={id}
                  size="sm"
                  icon={icon}
                  label={label}
                  {...(keys !== undefined && { kbd: id === 'remove' ? '⌫' : showKeys(keys) })}
                  onClick={run}
                />
              ))}
          </>
        }
      />
      <InspectorBody of={node.name}>
        <ProblemList problems={problemsAt(proof.problems, node.id)} />
        <div className="grid grid-cols-[minmax(0,1fr)_128px] gap-3">
          <TextField
            label="Name"
            required
            value={node.name}
            onCommit={(name) => name.trim() && changeNode(node.id, { name: name.trim().slice(0, 80) })}
          />
          <TextField label="Slot" required mono value={node.id} onCommit={rename} />
          <p className="col-span-2 -mt-2 text-12 text-fg-3">
            {kindOf(node).writes(node) ? (
              <>
                What it writes is read by others under its slot, as in{' '}
                <code className="font-mono">{node.id}</code>.
              </>
            ) : (
              'The slot is its name on the record. It writes nothing itself.'
            )}
          </p>
        </div>
        <NodeForm node={node} change={(patch, contract) => changeNode(node.id, patch, contract)} />
        <ComesFrom node={node} />
        <WaysOut node={node} />
      </InspectorBody>
    </>
  )
}
