'use client'

import { useMemo } from 'react'
import { ArrowRight } from 'lucide-react'
import { Lines } from '@/components/ui/line-diff'
import { plainValue } from '@/components/ui/plain-value'
import { FieldChanges } from '@/components/contracts/impact/field-changes'
import { diffFields } from '@/domain/contract/diff-fields'
import { isSchema, type JsonSchema } from '@/domain/contract/json-schema'
import type { FieldChange } from '@/domain/team/changes'
import { fieldName } from './words'

/** One field of what changed: short values side by side, long ones and lists line by line, a schema field by field. */
export function FieldDiff({ change, schema }: { change: FieldChange; schema: boolean }) {
  const { field, before, after } = change
  return (
    <div className="grid gap-1">
      <p className="text-12 text-fg-3">{fieldName(field)}</p>
      {schema && field === 'schema' && isSchema(before) && isSchema(after) ? (
        <SchemaDiff before={before} after={after} />
      ) : isShort(before) && isShort(after) ? (
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Old value={before} />
          <ArrowRight className="size-3.5 shrink-0 self-center text-fg-3" role="img" aria-label="becomes" />
          <New value={after} />
        </p>
      ) : (
        <Lines before={asText(before)} after={asText(after)} />
      )}
    </div>
  )
}

function SchemaDiff({ before, after }: { before: JsonSchema; after: JsonSchema }) {
  const changes = useMemo(() => diffFields(before, after), [before, after])
  return (
    <div className="rounded-6 border border-line">
      <FieldChanges changes={changes} label="What became of its fields" />
    </div>
  )
}

const Old = ({ value }: { value: unknown }) => (
  <del className="break-words text-fg-2">{value === undefined ? 'not set' : plainValue(value)}</del>
)
const New = ({ value }: { value: unknown }) => (
  <ins className="font-label break-words no-underline">
    {value === undefined ? 'not set' : plainValue(value)}
  </ins>
)

const SHORT = 60
const isShort = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= SHORT && !value.includes('\n'))

const asText = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value, null, 2)
