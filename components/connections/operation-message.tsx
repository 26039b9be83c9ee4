import { ChevronRight } from 'lucide-react'
import { FieldList } from '@/components/contracts/field-list'
import { JsonView } from '@/components/ui/json-view'
import type { JsonSchema } from '@/domain/contract/json-schema'
import { readFields } from '@/domain/contract/read-fields'

/** What goes into an operation or comes back: its fields, and the schema itself for who wants to read it. */
export function OperationMessage({
  title,
  schema,
  nothing,
}: {
  title: string
  schema: JsonSchema
  /** Where it has no fields. */
  nothing: string
}) {
  return (
    <section className="grid gap-1.5">
      <h3 className="font-label">{title}</h3>
      {readFields(schema).length === 0 ? (
        <p className="text-fg-3">{nothing}</p>
      ) : (
        <FieldList
          schema={schema}
          classified={false}
          label={title}
          className="rounded-6 border border-line"
          rowClassName="px-3"
        />
      )}
      <details className="group text-12">
        <summary className="flex min-h-6 list-none items-center gap-1 text-fg-3 hover:text-fg max-md:min-h-11">
          <ChevronRight className="size-3 group-open:rotate-90" aria-hidden />
          As JSON Schema
        </summary>
        <JsonView value={schema} label={`${title}, as JSON Schema`} className="mt-1" />
      </details>
    </section>
  )
}
