'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Select } from '@/components/ui/select'
import { classifyAll } from '@/domain/contract/import/classify-all'
import type { SchemaObject } from '@/domain/contract/json-schema'
import { CLASSIFICATIONS, type Classification } from '@/domain/policy/classification'

/** What is unclassified is hidden from everybody: said, with one act that classifies all of it. */
export function ClassifyRest({
  schema,
  count,
  onChange,
}: {
  schema: SchemaObject
  count: number
  onChange: (schema: SchemaObject) => void
}) {
  const [chosen, setChosen] = useState<Classification>('internal')
  const classified = classifyAll(schema, chosen)
  if (JSON.stringify(classified) === JSON.stringify(schema))
    return (
      <p className="text-12 text-fg-3">
        {counted(count, 'field stays', 'fields stay')} hidden: what lies deeper in something that contains
        itself is shown to nobody.
      </p>
    )
  return (
    <div role="group" aria-label="Unclassified fields" className="flex flex-wrap items-center gap-2 text-12">
      <span className="text-waiting-fg">
        {counted(count, 'field is', 'fields are')} unclassified: hidden from every agent and connection.
      </span>
      <Select
        className="w-34"
        label="Classification for all that have none"
        value={chosen}
        options={CLASSIFICATIONS.map((value) => ({ value, label: value }))}
        onValueChange={setChosen}
      />
      <Button size="sm" onClick={() => onChange(classified)}>
        Classify all as {chosen}
      </Button>
    </div>
  )
}
