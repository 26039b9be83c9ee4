'use client'

import Link from 'next/link'
import { JsonView } from '@/components/ui/json-view'
import { StatusChip } from '@/components/ui/status-chip'
import type { Impact } from '@/domain/team/contract-impact'

const SIDES: Record<Impact['side'], string> = {
  takes: 'takes it',
  'hands on': 'hands it on',
  begins: 'begins with it',
  names: 'names it',
  reads: 'reads it',
  tests: 'is tested with it',
  calls: 'calls with it',
}
const PLACES = { draft: 'draft', published: 'published' }

/** The places that a change was compared with, what does not fit first, each with the field and a value that shows it. */
export function ImpactList({ impacts, own }: { impacts: readonly Impact[]; own?: string | undefined }) {
  const sorted = [...impacts].sort((a, b) => RANK[a.result.verdict] - RANK[b.result.verdict])
  return (
    <ul aria-label="Where it is used" className="grid">
      {sorted.map((impact, index) => (
        <li
          key={index}
          className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
        >
          <span className="min-w-0">
            <Place impact={impact} own={own} />
          </span>
          <Verdict impact={impact} />
          <Why impact={impact} />
        </li>
      ))}
    </ul>
  )
}

const RANK = { incompatible: 0, unknown: 1, compatible: 2 }

function Place({
  impact: { team, where, version, node, side },
  own,
}: {
  impact: Impact
  own: string | undefined
}) {
  const words = (
    <span className="text-12 text-fg-3">
      {PLACES[where]}, version {version}
    </span>
  )
  const at = (
    <>
      <span className="font-label">{node.name}</span> <span className="text-fg-2">{SIDES[side]}</span>
    </>
  )
  if (where === 'draft' && team.slug === own)
    return (
      <>
        <Link
          href={`/teams/${team.slug}?node=${node.id}`}
          className="underline-offset-2 hover:text-accent-fg hover:underline"
        >
          {at}
        </Link>{' '}
        <span className="text-12 text-fg-3">in this draft</span>
      </>
    )
  return (
    <>
      {at} <span className="text-fg-2">in</span>{' '}
      <Link
        href={`/teams/${team.slug}?node=${node.id}`}
        className="text-accent-fg underline-offset-2 hover:underline"
      >
        {team.name}
      </Link>{' '}
      {words}
    </>
  )
}

function Verdict({ impact: { result } }: { impact: Impact }) {
  if (result.verdict === 'compatible') return <StatusChip plain status="done" word="Fits" />
  if (result.verdict === 'unknown') return <StatusChip plain status="idle" word="Cannot be proved" />
  return <StatusChip plain status="failed" word="Does not fit" />
}

function Why({ impact: { result, must } }: { impact: Impact }) {
  if (result.verdict === 'compatible') return null
  const reason = result.reason.replace(/\.$/, '')
  return (
    <div className="col-span-2 grid min-w-0 gap-1 text-12 text-fg-2">
      <span>
        {must}: {result.verdict === 'unknown' ? lowered(reason) : reason}.
      </span>
      {result.verdict === 'incompatible' && result.counterexample !== undefined && (
        <Counterexample value={result.counterexample} pointer={result.pointer} />
      )}
    </div>
  )
}

/** A value that shows it; a long one is folded. */
function Counterexample({ value, pointer }: { value: unknown; pointer: string }) {
  const text = JSON.stringify(value)
  const at = pointer && (
    <>
      {' '}
      at <code className="font-mono">{pointer}</code>
    </>
  )
  if (text.length <= SHORT)
    return (
      <span className="min-w-0">
        For example{at}: <code className="font-mono break-all text-failed-fg">{text}</code>
      </span>
    )
  return (
    <details>
      <summary className="cursor-pointer">A value that shows it{at}</summary>
      <JsonView className="mt-1" label="Counterexample" value={value} openDepth={2} />
    </details>
  )
}

const SHORT = 120
const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
