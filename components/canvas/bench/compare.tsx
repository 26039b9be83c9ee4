'use client'

import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { DifferenceList } from '@/components/ui/difference-list'
import { differences } from '@/components/ui/differences'
import { Select } from '@/components/ui/select'
import type { RunDetail } from '../studio/studio-data'
import type { Handed } from './bench-types'

/** What another run handed on, and what this one did: by step, then by field. */
export function Compare({ slug, run }: { slug: string; run: RunDetail }) {
  const trpc = useTRPC()
  const [other, setOther] = useState<string>()
  const live = useQuery(trpc.runs.list.queryOptions({ team: slug, limit: 10 }))
  const tries = useQuery(trpc.runs.list.queryOptions({ team: slug, trials: true, limit: 10 }))
  const here = useQuery(trpc.bench.handed.queryOptions({ slug, run: run.id }))
  const there = useQuery(trpc.bench.handed.queryOptions(other ? { slug, run: other } : skipToken))
  const options = [
    ...(live.data?.runs ?? []).map((row) => ({ ...row, group: 'Runs' })),
    ...(tries.data?.runs ?? []).map((row) => ({ ...row, group: 'Tries' })),
  ]
    .filter(({ id }) => id !== run.id)
    .map(({ id, title, createdAt, group }) => ({
      value: id,
      label: title,
      hint: createdAt.toISOString().slice(0, 16).replace('T', ' '),
      group,
    }))
  if (options.length === 0) return null
  return (
    <section aria-label="Compared with another run" className="grid gap-2 border-t border-line pt-2">
      <div className="flex items-center gap-2">
        <h3 className="font-strong">Compare with</h3>
        <Select
          className="w-60"
          label="Run to compare with"
          placeholder="Another run"
          value={other}
          onValueChange={setOther}
          options={options}
        />
      </div>
      {there.data && here.data && (
        <HandedDifferences
          before={there.data}
          after={here.data}
          name={(id) => run.bundle.nodes[id]?.name ?? id}
        />
      )}
    </section>
  )
}

/** What two runs began with and handed on, where it differs. */
export function HandedDifferences({
  before,
  after,
  name,
}: {
  before: Handed
  after: Handed
  name: (id: string) => string
}) {
  const ids = [...new Set([...Object.keys(after.steps), ...Object.keys(before.steps)])]
  const changed = [
    { id: '', title: 'It began with', found: differences(before.input, after.input) },
    ...ids.map((id) => ({
      id,
      title: name(id),
      found: differences(before.steps[id] ?? {}, after.steps[id] ?? {}),
    })),
  ].filter(({ found }) => found.length > 0)
  if (changed.length === 0) return <p className="text-fg-2">Every step handed on the same.</p>
  return changed.map(({ id, title, found }) => (
    <div key={id} className="grid gap-1">
      <h4 className="font-label">{title}</h4>
      <DifferenceList differences={found} />
    </div>
  ))
}
