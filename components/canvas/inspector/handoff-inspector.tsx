'use client'

import { ArrowRight, Check, CircleX, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Skeleton } from '@/components/ui/skeleton'
import { StatusChip } from '@/components/ui/status-chip'
import { Tabs } from '@/components/ui/tabs'
import { refOf, showRef, type Contract } from '@/domain/contract/contract'
import type { Edge } from '@/domain/team/document'
import { kindOf } from '@/domain/team/kinds/registry'
import { enumFixes } from '../model/enum-fixes'
import { fitRows } from '../model/fit-rows'
import { withRoom } from '../model/make-room'
import { useStudio } from '../studio/studio-context'
import { useSelectionActs } from '../studio/use-selection-acts'
import { ClassTable } from './handoff/class-table'
import { Counterexample } from './handoff/counterexample'
import { FitTable } from './handoff/fit-table'
import { OnViolation } from './handoff/on-violation'
import { InspectorHead } from './inspector-head'

/** What crosses one edge: whether it fits, field by field, and what to do if not. */
export function HandoffInspector({ edge }: { edge: Edge }) {
  const { document, proof, proofOf, canEdit, edit } = useStudio()
  const { remove } = useSelectionActs()
  const [tab, setTab] = useState<'fit' | 'class' | 'violation'>('fit')
  const [source, target] = [edge.from.node, edge.to.node].map((id) =>
    document.nodes.find((node) => node.id === id),
  )
  if (!source || !target) return null
  const contract = (ref: string | undefined): Contract | undefined =>
    document.contracts.find((each) => refOf(each) === ref)
  const carried = proof.carried[edge.id]
  const brought = contract(carried?.contract)
  const accepted = contract(kindOf(target).accepts(target))
  const writer = document.nodes.find(({ id }) => id === carried?.slot) ?? source
  const fit = proof.fits[edge.id]
  // One that was just drawn is proved in a moment.
  const awaited = !carried && proofOf !== document
  const plan = proof.views[target.id]
  // A handoff that goes back is not held against what its target takes.
  const rows = fitRows(
    brought?.schema,
    fit && accepted?.schema,
    plan && carried && { plan, slot: carried.slot },
  )
  const problems = proof.problems.filter(({ place }) => place.edge === edge.id)
  const bad = fit?.verdict === 'incompatible'
  const fixes = [
    ...(bad && brought && accepted
      ? enumFixes(document, { node: writer, contract: brought }, { node: target, contract: accepted })
      : []),
    ...problems.flatMap((problem) => problem.fixes ?? []),
  ]
  return (
    <>
      <InspectorHead
        kind="Handoff"
        name={
          <>
            {source.name} <ArrowRight className="mx-0.5 inline size-3.5 align-[-2px]" aria-label="to" />{' '}
            {target.name}
          </>
        }
        end={
          <>
            {bad ? (
              <StatusChip status="failed" word="Does not fit" />
            ) : fit?.verdict === 'unknown' ? (
              <StatusChip status="idle" word="Checked when it runs" />
            ) : (
              brought && (
                <span className="inline-flex h-5 items-center gap-1.25 rounded-4 border border-line-strong px-1.5 text-12 font-label text-fg-2">
                  <Check className="size-3.5" aria-hidden />
                  Fits
                </span>
              )
            )}
            {canEdit && (
              <IconButton size="sm" icon={Trash2} label="Remove the handoff" kbd="⌫" onClick={remove} />
            )}
          </>
        }
      />
      <Tabs
        className="min-h-0 flex-1"
        label="About this handoff"
        value={tab}
        onValueChange={setTab}
        items={[
          {
            value: 'fit',
            label: 'Fit',
            content: (
              <div className="grid grid-cols-[minmax(0,1fr)] gap-3 py-3">
                {awaited && <Skeleton className="mx-4 w-64" />}
                {!brought && !awaited && (
                  <p className="px-4 text-fg-2">
                    {carried?.contract
                      ? `${showRef(carried.contract)} is not one of this team’s contracts.`
                      : `${writer.name} does not say what it hands on. Choose its contract.`}
                  </p>
                )}
                {problems.map((problem, index) => (
                  <p
                    key={index}
                    className="mx-4 flex gap-2 rounded-6 border border-failed-line bg-failed-bg px-2.5 py-2"
                  >
                    <CircleX className="mt-0.5 size-3.5 shrink-0 text-failed-fg" aria-hidden />
                    <span className="min-w-0">{problem.message}</span>
                  </p>
                ))}
                {rows.length > 0 && (
                  <FitTable
                    rows={rows}
                    brought={brought}
                    accepted={accepted}
                    source={writer.name}
                    target={target.name}
                  />
                )}
                {brought && !accepted && (
                  <p className="px-4 text-12 text-fg-3">
                    {target.name} takes whatever comes; nothing can break here.
                  </p>
                )}
                {fit?.verdict === 'incompatible' && (
                  <Counterexample
                    value={fit.counterexample}
                    pointer={fit.pointer}
                    reason={fit.reason}
                    source={writer.name}
                    target={target.name}
                  />
                )}
                {canEdit && fixes.length > 0 && (
                  <section className="px-4">
                    <h3 className="font-strong">Ways out</h3>
                    <ul>
                      {fixes.map((fix) => (
                        <li
                          key={fix.label}
                          className="flex min-h-9 items-center gap-2 border-b border-line last:border-b-0"
                        >
                          <span className="min-w-0 flex-1">{fix.label}</span>
                          <Button
                            size="sm"
                            onClick={() => edit(withRoom(document, fix.command))}
                            aria-label={`Apply: ${fix.label}`}
                          >
                            Apply
                          </Button>
                        </li>
                      ))}
                    </ul>
                  </section>
                )}
              </div>
            ),
          },
          {
            value: 'class',
            label: 'Classification',
            ...(!awaited && { count: rows.length }),
            content: awaited ? <Skeleton className="mx-4 my-4 w-64" /> : <ClassTable rows={rows} />,
          },
          {
            value: 'violation',
            label: 'On violation',
            content: <OnViolation source={writer} target={target} />,
          },
        ]}
      />
    </>
  )
}
