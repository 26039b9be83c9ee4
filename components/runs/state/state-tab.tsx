'use client'

import { useMemo, useState } from 'react'
import { counted } from '@/components/ui/counted'
import { ErrorState } from '@/components/ui/error-state'
import { Digest } from '@/components/ui/id-text'
import { JsonView } from '@/components/ui/json-view'
import { Select } from '@/components/ui/select'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Skeleton } from '@/components/ui/skeleton'
import { Table, TableBody, Td, Tr } from '@/components/ui/table'
import { visibleState } from '@/domain/state/scoped'
import { patchBetween, stateAt, type State, type StatePatch } from '@/domain/state/patch'
import type { RunDetail, StateRow } from '../run-types'
import { Block } from '../step/block'
import { DiffView } from './diff-view'
import { placeName, scopeName } from './place-name'

/** What a step changed in the run's state, any two versions beside each other, and who wrote each. */
export function StateTab({
  run,
  states,
  written,
  scope = '',
}: {
  run: RunDetail
  states: readonly StateRow[] | undefined
  /** The version this step wrote, null when it wrote none; undefined for the run as a whole. */
  written?: number | null
  /** The items in which the step stood; empty outside of any. */
  scope?: string
}) {
  const last = written ?? states?.length ?? 0
  const [pair, setPair] = useState<{ from: number; to: number }>()
  const [how, setHow] = useState<'diff' | 'whole' | 'item'>('diff')
  const { from, to } = pair ?? { from: Math.max(0, last - 1), to: last }
  const shown = useMemo(() => (states ? between(states, from, to) : undefined), [states, from, to])
  if (!states) return <Skeleton className="m-4 w-48" />
  if (!shown)
    return (
      <ErrorState title="This version cannot be read">Its patches do not follow from each other.</ErrorState>
    )
  const hasItems = run.forks.some(({ opener }) => Object.hasOwn(shown.after, opener))
  const writer = states.find(({ version }) => version === to)
  const name = (row: StateRow) =>
    row.node ? (run.bundle.nodes[row.node]?.name ?? row.node) : row.writer.name
  return (
    <div className="pb-4">
      {written === null && !pair && (
        <p className="px-4 pt-3 text-fg-2">
          This step wrote nothing to the state. Below is the latest change.
        </p>
      )}
      <Block
        title={`State v${from} to v${to}`}
        detail={writer ? `written by ${writer.writer.name}, ${counted(shown.patch.length, 'change')}` : ''}
        end={
          <SegmentedControl
            label="How to show it"
            value={how}
            onValueChange={setHow}
            options={[
              { value: 'diff', label: 'Diff' },
              { value: 'whole', label: `All of v${to}` },
              ...(scope === '' ? [] : [{ value: 'item' as const, label: 'This item’s' }]),
            ]}
          />
        }
      >
        {how === 'diff' ? (
          <DiffView
            before={shown.before}
            patch={shown.patch}
            placeOf={(pointer) => placeName(run, pointer)}
          />
        ) : (
          <>
            <p className="pb-1.5 text-fg-2">
              {how === 'item'
                ? `The state as ${scopeName(run, scope)} reads it: what all share, and over it what is its own.`
                : hasItems && 'Items keep what they write apart, each below its number, counted from 0.'}
            </p>
            <JsonView
              value={how === 'item' ? visibleState(shown.after, scope) : shown.after}
              label={how === 'item' ? `state v${to} as this item reads it` : `state v${to}`}
              className="max-h-120"
            />
          </>
        )}
      </Block>
      <Block
        title="Versions"
        detail="every change names its writer"
        end={
          states.length > 1 && (
            <Select
              prefix="compare with"
              label="Compare with version"
              className="w-40"
              value={String(from)}
              onValueChange={(value) => setPair({ from: Number(value), to })}
              options={Array.from({ length: states.length + 1 }, (_, version) => ({
                value: String(version),
                label: version === 0 ? 'nothing' : `v${version}`,
              }))}
            />
          )
        }
      >
        <div className="-mx-4">
          <Table dense>
            <TableBody>
              {[...states].reverse().map((row) => (
                <Tr key={row.version} selected={row.version === to}>
                  <Td className="first:pl-4">
                    <button
                      type="button"
                      className="rounded-4 font-label hover:text-accent-fg"
                      aria-pressed={row.version === to}
                      onClick={() => setPair({ from: row.version - 1, to: row.version })}
                    >
                      v{row.version}
                    </button>
                  </Td>
                  <Td wide>{name(row)}</Td>
                  <Td className="text-fg-3">{counted(row.patch.length, 'change')}</Td>
                  <Td numeric className="last:pr-4">
                    <Digest
                      value={row.digest}
                      label={`fingerprint of v${row.version}`}
                      className="text-fg-3"
                    />
                  </Td>
                </Tr>
              ))}
            </TableBody>
          </Table>
        </div>
      </Block>
    </div>
  )
}

/** Undefined when the patches do not apply, which only a record that was tampered with can show. */
function between(
  states: readonly StateRow[],
  from: number,
  to: number,
): { before: State; after: State; patch: StatePatch } | undefined {
  const patches = states.map(({ patch }) => patch as StatePatch)
  try {
    const [before, after] = [stateAt(patches, from), stateAt(patches, to)]
    const own = states.find(({ version }) => version === to)
    return {
      before,
      after,
      patch: from === to - 1 && own ? (own.patch as StatePatch) : patchBetween(before, after),
    }
  } catch {
    return undefined
  }
}
