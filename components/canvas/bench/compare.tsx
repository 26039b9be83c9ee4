'use client'

import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { DifferenceList } from '@/components/ui/difference-list'
import { differences } from '@/components/ui/differences'
import { Select } from '@/components/ui/select'
import type { RunDetail } from '../studio/studio-data'

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
  const before = there.data?.steps ?? {}
  const after = here.data?.steps ?? {}
  const ids = [...new Set([...Object.keys(after), ...Object.keys(before)])]
  const changed = ids
    .map((id) => ({ id, found: differences(before[id] ?? {}, after[id] ?? {}) }))
    .filter(({ found }) => found.length > 0)
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
      {there.data && here.data && changed.length === 0 && (
        <p className="text-fg-2">Every step handed on the same.</p>
      )}
      {there.data &&
        changed.map(({ id, found }) => (
          <div key={id} className="grid gap-1">
            <h4 className="font-label">{run.bundle.nodes[id]?.name ?? id}</h4>
            <DifferenceList differences={found} />
          </div>
        ))}
    </section>
  )
}
