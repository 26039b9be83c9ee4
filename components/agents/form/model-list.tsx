'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowUp, X } from 'lucide-react'
import { useTRPC } from '@/components/shell/trpc'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'

/** Models in order of preference; empty means whatever its tier offers. */
export function ModelList({
  models,
  onChange,
  error,
  readOnly,
}: {
  models: readonly string[]
  onChange: (models: string[]) => void
  error: string | undefined
  readOnly: boolean
}) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.models.list.queryOptions())
  const known = data?.providers.flatMap((provider) => provider.models.map(({ name }) => name)) ?? []
  const free = [...new Set(known)].filter((name) => !models.includes(name))
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-label">
        Preferred models <span className="ml-1 text-12 font-text text-fg-3">optional</span>
      </legend>
      {models.length > 0 && (
        <ol className="rounded-6 border border-line">
          {models.map((name, index) => (
            <li
              key={name}
              className="flex h-8 items-center gap-2 border-line px-2 not-first:border-t max-sm:h-11"
            >
              <span className="text-12 text-fg-3">{index + 1}</span>
              <span className="min-w-0 flex-1 truncate font-mono text-12">{name}</span>
              {!readOnly && index > 0 && (
                <IconButton
                  icon={ArrowUp}
                  size="sm"
                  label={`Prefer ${name}`}
                  onClick={() => onChange(models.toSpliced(index, 1).toSpliced(index - 1, 0, name))}
                />
              )}
              {!readOnly && (
                <IconButton
                  icon={X}
                  size="sm"
                  label={`Take ${name} out`}
                  onClick={() => onChange(models.toSpliced(index, 1))}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {!readOnly && free.length > 0 && (
        <Select
          key={models.join()}
          label="Prefer a model"
          placeholder="Prefer a model"
          value={undefined}
          onValueChange={(name) => onChange([...models, name])}
          options={free.map((value) => ({ value, label: value }))}
        />
      )}
      {error && <span className="text-12 text-failed-fg">{error}</span>}
      <span className="text-12 text-fg-3">
        {models.length ? 'Asked in this order, then whatever its tier offers' : 'Whatever its tier offers'}
      </span>
    </fieldset>
  )
}
