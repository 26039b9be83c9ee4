'use client'

import { Panel } from '@xyflow/react'
import { counted } from '@/components/ui/counted'
import { useStudio } from '../studio/studio-context'
import { formatMoney } from '@/domain/budget/money'
import { agentAt } from '@/domain/team/staff'
import { kindOf } from '@/domain/team/kinds/registry'

/** In a corner of the canvas: what the drawing comes to. */
export function TeamFacts() {
  const { document } = useStudio()
  if (document.nodes.length === 0) return null
  return (
    <Panel
      position="bottom-left"
      className="!m-3 flex gap-3.5 rounded-6 border border-line bg-raised px-2.5 py-1.25 text-12 text-fg-3 max-md:hidden"
    >
      <TeamFigures />
    </Panel>
  )
}

/** Findings that say why there is no figure for the money. */
const NO_FIGURE = ['cost.length', 'cost.open', 'cost.unknown']

/** What the drawing comes to, in numbers. */
export function TeamFigures() {
  const { document, proof, proofOf, show } = useStudio()
  const why = proof.problems.find(({ code }) => NO_FIGURE.includes(code))
  const { modelCalls: calls, micros, capMicros } = proof.worstCase
  const agents = new Set(document.nodes.flatMap((node) => agentAt(node) ?? [])).size
  const effects = document.nodes.filter((node) => kindOf(node).isEffect(node)).length
  return (
    <>
      {proofOf && (
        <span>
          Worst case a run{' '}
          <b className="font-label text-fg">
            {calls === null
              ? 'without bound'
              : micros === undefined
                ? counted(calls, 'model call')
                : inMoney(micros)}
          </b>
          {calls !== null && micros !== undefined && capMicros !== undefined && ` of ${inMoney(capMicros)}`}
          {calls !== null && micros !== undefined && `, ${counted(calls, 'model call')}`}
          {calls !== null && micros === undefined && why && (
            <>
              ,{' '}
              <button
                type="button"
                title={why.message}
                onClick={() => show(why)}
                className="rounded-4 underline decoration-line-control underline-offset-2 hover:text-fg"
              >
                cost not known
              </button>
            </>
          )}
        </span>
      )}
      <span>
        <b className="font-label text-fg">{agents}</b> {agents === 1 ? 'agent' : 'agents'}
      </span>
      <span>
        <b className="font-label text-fg">{effects}</b> {effects === 1 ? 'effect' : 'effects'}
      </span>
    </>
  )
}

const inMoney = (micros: string): string => formatMoney(BigInt(micros))
