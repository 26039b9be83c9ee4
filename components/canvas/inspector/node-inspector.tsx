'use client'

import { Copy, TestTubeDiagonal, Trash2 } from 'lucide-react'
import { useMay } from '@/components/shell/session'
import { showKeys } from '@/components/shell/show-keys'
import { IconButton } from '@/components/ui/icon-button'
import { isStep, kindOf } from '@/domain/team/kinds/registry'
import { nodeIdSchema } from '@/domain/team/kinds/common'
import type { TeamNode } from '@/domain/team/node'
import { useTest } from '../bench/use-test'
import { LOOKS } from '../kinds/looks'
import { NodeForm } from '../kinds/registry'
import { problemsAt } from '../model/card-facts'
import { useStudio } from '../studio/studio-context'
import { useSelectionActs } from '../studio/use-selection-acts'
import { TextField } from './fields/text-field'
import { InspectorBody } from './inspector-body'
import { InspectorHead } from './inspector-head'
import { ProblemList } from './problem-list'
import { WaysOut } from './ways-out'

/** All of one node. */
export function NodeInspector({ node }: { node: TeamNode }) {
  const { proof, changeNode, canEdit, edit, document, select } = useStudio()
  const { duplicate, remove } = useSelectionActs()
  const mayRun = useMay('run.start')
  const test = useTest()
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
          canEdit && (
            <>
              {mayRun && isStep(node) && (
                <IconButton
                  size="sm"
                  icon={TestTubeDiagonal}
                  label="Test this"
                  onClick={() => test.open(node.id)}
                />
              )}
              <IconButton
                size="sm"
                icon={Copy}
                label="Duplicate"
                kbd={showKeys('mod+d')}
                onClick={duplicate}
              />
              <IconButton size="sm" icon={Trash2} label="Remove" kbd="⌫" onClick={remove} />
            </>
          )
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
        <WaysOut node={node} />
      </InspectorBody>
    </>
  )
}
