import { ClassTag } from '@/components/ui/class-tag'
import { cx } from '@/components/ui/cx'
import type { JsonSchema } from '@/domain/contract/json-schema'
import { readFields } from '@/domain/contract/read-fields'
import { describeType } from './schema/describe-type'

const INDENT = ['', 'pl-3', 'pl-6', 'pl-9', 'pl-12'] as const

/** The fields of a schema, one a line, parents before their children: name, type, and how sensitive each is. */
export function FieldList({
  schema,
  classified = true,
  label,
  className,
  rowClassName,
}: {
  schema: JsonSchema
  /** Whether a field says how sensitive it is; what a connection takes says nothing of that. */
  classified?: boolean
  label?: string
  className?: string
  rowClassName?: string
}) {
  return (
    <ul aria-label={label} className={className}>
      {readFields(schema).map((field) => {
        const words = describeType(field.schema, schema)
        return (
          <li
            key={field.path.join('.')}
            className={cx(
              'grid items-center gap-2 border-b border-line py-1.5 last:border-b-0',
              classified ? 'grid-cols-[minmax(0,1fr)_auto_auto]' : 'grid-cols-[minmax(0,1fr)_auto]',
              rowClassName,
            )}
          >
            <span className={cx('min-w-0', INDENT[Math.min(field.depth, 4)])}>
              <span className="font-mono text-12">
                {field.name}
                {!field.required && <span className="text-fg-3">?</span>}
              </span>
              {field.description && (
                <span className="block truncate text-12 text-fg-3" title={field.description}>
                  {field.description}
                </span>
              )}
            </span>
            <span className="font-mono text-12 text-fg-2">
              {words.type} <span className="text-fg-3">{words.detail}</span>
            </span>
            {classified && <ClassTag value={field.classification} />}
          </li>
        )
      })}
    </ul>
  )
}
