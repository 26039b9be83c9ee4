import { ClassTag } from '@/components/ui/class-tag'
import { own, type SchemaObject } from '@/domain/contract/json-schema'
import { classificationOf } from '@/domain/contract/classification-of'
import { labelOf } from '../schema/label-of'
import { useFormState } from './form-context'

/** Name and classification, the same over every control. */
export function FieldLabel({
  name,
  resolved,
  changed = false,
}: {
  name: string
  resolved: SchemaObject
  changed?: boolean
}) {
  const { plain } = useFormState()
  return (
    <span className="inline-flex items-center gap-2">
      <span title={name}>{labelOf(name, resolved)}</span>
      {!plain && <ClassTag value={classificationOf(resolved)} />}
      {changed && <span className="text-12 font-text text-accent-fg">edited</span>}
    </span>
  )
}

export function hintOf(resolved: SchemaObject): string | undefined {
  const description = own(resolved, 'description')
  return typeof description === 'string' && description ? description : undefined
}
