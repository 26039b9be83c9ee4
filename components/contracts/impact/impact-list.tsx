'use client'

import Link from 'next/link'
import { StatusChip } from '@/components/ui/status-chip'
import type { Impact } from '@/domain/team/contract-impact'

const SIDES: Record<Impact['side'], string> = {
  takes: 'takes it',
  'hands on': 'hands it on',
  begins: 'begins with it',
  names: 'names it',
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
        {at} <span className="text-12 text-fg-3">in this draft</span>
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

function Why({ impact: { result, compared } }: { impact: Impact }) {
  if (result.verdict === 'compatible') return null
  return (
    <div className="col-span-2 grid gap-1 text-12 text-fg-2">
      <span>
        Compared: {compared}. {asSentence(result.reason)}
      </span>
      {result.verdict === 'incompatible' && (
        <span className="min-w-0">
          For example
          {result.pointer && (
            <>
              {' '}
              at <code className="font-mono">{result.pointer}</code>
            </>
          )}
          : <code className="font-mono break-all text-failed-fg">{shortJson(result.counterexample)}</code>
        </span>
      )}
    </div>
  )
}

const asSentence = (reason: string): string =>
  `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${reason.endsWith('.') ? '' : '.'}`

function shortJson(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 300 ? `${text.slice(0, 299)}…` : text
}
