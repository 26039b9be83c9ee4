'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo, useState } from 'react'
import { useMay } from '@/components/shell/session'
import { toast } from '@/components/ui/toast'
import { CommandError, type Command } from '@/domain/team/command'
import type { TeamProblem } from '@/domain/team/checks/check'
import { refOf, type Contract, type ContractRef } from '@/domain/contract/contract'
import { kindOf } from '@/domain/team/kinds/registry'
import { budgetOnCard } from '../model/agent-facts'
import { nodePatch } from '../model/node-patch'
import { takeOver } from '../model/other-contracts'
import { NOTHING, stillThere, type Selection } from '../model/selection'
import { useProof } from '../proof/use-proof'
import type { StudioData } from './studio-data'
import type { DraftStore } from './draft-store'
import type { CanvasDialog, Overlay, Studio } from './studio-context'
import { useFrame } from './use-frame'
import { useNarrow } from './use-narrow'
import { useUnsaved, type Unsaved } from '@/components/shell/use-unsaved'

/** What is open over the canvas. */
export type Open =
  | { kind: 'contract'; ref: ContractRef }
  | { kind: 'new-contract'; done: (ref: ContractRef) => void }
  | { kind: 'new-agent'; done: (agent: { slug: string; name: string }) => void }
  | { kind: 'publish' | 'run' }
  | CanvasDialog

/** The studio's shared state, from the draft, what surrounds it, and what is selected. */
export function useStudioValue(
  data: StudioData,
  store: DraftStore,
  /** The draft, and what is shown of it or of the run that is laid over it. */
  { drawn, shown: document }: { drawn: Studio['document']; shown: Studio['document'] },
  overlay: Overlay | undefined,
): {
  studio: Studio
  open: Open | undefined
  setOpen: (open: Open | undefined) => void
  unsaved: Unsaved
} {
  const { team, surroundings, agents } = data
  // A link may lead to a node: `?node=draft`.
  const asked = useSearchParams().get('node')
  const [selected, setSelected] = useState<Selection>(asked ? { ...NOTHING, nodes: [asked] } : NOTHING)
  const selection = useMemo(() => stillThere(selected, document), [selected, document])
  const [open, setOpenNow] = useState<Open>()
  const unsaved = useUnsaved()
  const { guard } = unsaved
  const setOpen = useCallback((next: Open | undefined) => guard(() => setOpenNow(next)), [guard])
  const narrow = useNarrow()
  const mayMove = useMay('team.edit') && team.archivedAt === null && !narrow
  const canEdit = mayMove && overlay === undefined
  const canMove = useMemo(() => {
    const there = new Set(drawn.nodes.map(({ id }) => id))
    return (id: string) => mayMove && there.has(id)
  }, [mayMove, drawn.nodes])
  const frame = useFrame()

  const catalogue = useMemo(
    () => ({ ...surroundings, published: team.versions, slug: team.slug }),
    [surroundings, team.versions, team.slug],
  )
  const { proof, of: proofOf, checking, again: checkAgain } = useProof(document, catalogue)
  const agentFacts = useMemo(
    () =>
      new Map(
        agents.map(({ slug, stoppedAt, budgets }) => [
          slug,
          { stopped: stoppedAt !== null, budget: budgetOnCard(budgets) },
        ]),
      ),
    [agents],
  )
  const select = useCallback<Studio['select']>(
    (next) => setSelected((now) => ({ ...NOTHING, ...(typeof next === 'function' ? next(now) : next) })),
    [],
  )
  const edit = useCallback(
    (command: Command, options?: { joins?: boolean }) => {
      try {
        store.edit(command, options)
        return true
      } catch (error) {
        if (!(error instanceof CommandError)) throw error
        toast({ tone: 'failed', title: error.message })
        return false
      }
    },
    [store],
  )
  const changeNode = useCallback(
    (id: string, patch: object, contract?: Contract) => {
      const change = { type: 'node.update', id, patch: nodePatch(patch as Record<string, unknown>) } as const
      edit(contract ? takeOver(contract, change) : change)
    },
    [edit],
  )
  const show = useCallback(
    ({ place }: TeamProblem) => {
      const edge = document.edges.find(({ id }) => id === place.edge)
      if (place.node !== undefined) {
        select({ nodes: [place.node] })
        frame([place.node])
      } else if (edge) {
        select({ edges: [edge.id] })
        frame([edge.from.node, edge.to.node])
      } else if (place.contract !== undefined) {
        const users = document.nodes.filter((node) =>
          [kindOf(node).produces(node), kindOf(node).accepts(node)].includes(place.contract),
        )
        if (document.contracts.some((contract) => refOf(contract) === place.contract))
          setOpen({ kind: 'contract', ref: place.contract })
        frame(users.map(({ id }) => id))
      } else {
        select({})
        frame([])
      }
    },
    [document, select, frame, setOpen],
  )
  const openContract = useCallback<Studio['openContract']>(
    (what) =>
      setOpen(
        'ref' in what ? { kind: 'contract', ref: what.ref } : { kind: 'new-contract', done: what.done },
      ),
    [setOpen],
  )
  const openNewAgent = useCallback<Studio['openNewAgent']>(
    (done) => setOpen({ kind: 'new-agent', done }),
    [setOpen],
  )
  const studio = useMemo(
    (): Studio => ({
      slug: team.slug,
      canEdit,
      canMove,
      document,
      surroundings,
      agentFacts,
      proof,
      proofOf,
      checking,
      checkAgain,
      selection,
      overlay,
      select,
      edit,
      changeNode,
      show,
      openContract,
      openDialog: setOpen,
      openNewAgent,
    }),
    [
      team.slug,
      canEdit,
      canMove,
      document,
      surroundings,
      agentFacts,
      proof,
      proofOf,
      checking,
      checkAgain,
      selection,
      overlay,
      select,
      edit,
      changeNode,
      show,
      openContract,
      setOpen,
      openNewAgent,
    ],
  )
  return { studio, open, setOpen, unsaved }
}
