'use client'

import { ChevronRight, Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { ClassTag } from '@/components/ui/class-tag'
import { cx } from '@/components/ui/cx'
import { IconButton } from '@/components/ui/icon-button'
import { Td, Tr } from '@/components/ui/table'
import type { SchemaObject } from '@/domain/contract/json-schema'
import { describeType } from '../schema/describe-type'
import { removeField, setRequired } from '../schema/edit-fields'
import type { Field } from '@/domain/contract/read-fields'
import { FieldName } from './field-name'

const INDENT = ['', 'pl-4', 'pl-8', 'pl-12', 'pl-16'] as const

/** One line of the table; its arrow opens the rest of it below. */
export function FieldRow({
  field,
  root,
  isGroup,
  isOpen,
  isFresh,
  readOnly,
  onOpen,
  onChange,
  onRename,
  onAddWithin,
  detail,
}: {
  field: Field
  root: SchemaObject
  isGroup: boolean
  isOpen: boolean
  /** Was just added, and takes the focus to be named. */
  isFresh: boolean
  readOnly: boolean
  onOpen: () => void
  onChange: (schema: SchemaObject) => void
  onRename: (name: string) => void
  onAddWithin: () => void
  detail: ReactNode
}) {
  const words = describeType(field.schema, root)
  return (
    <>
      <Tr selected={isOpen}>
        <Td>
          <span className={cx('flex items-center gap-1', INDENT[Math.min(field.depth, INDENT.length - 1)])}>
            <button
              type="button"
              aria-expanded={isOpen}
              aria-label={`${isOpen ? 'Close' : 'Open'} ${field.name}`}
              onClick={onOpen}
              className="grid size-6 place-items-center rounded-4 text-fg-3 hover:bg-press"
            >
              <ChevronRight className={cx('size-3.5', isOpen && 'rotate-90')} aria-hidden />
            </button>
            <FieldName name={field.name} readOnly={readOnly} autoFocus={isFresh} onRename={onRename} />
          </span>
        </Td>
        <Td className="font-mono text-12 text-fg-2">
          {words.type} <span className="text-fg-3">{words.detail}</span>
          {field.nullable && <span className="text-fg-3"> or null</span>}
        </Td>
        <Td>
          <Checkbox
            aria-label={`${field.name} is required`}
            checked={field.required}
            disabled={readOnly}
            onCheckedChange={(on) => onChange(setRequired(root, field.path, on))}
          />
        </Td>
        <Td>{isGroup && !field.classification ? null : <ClassTag value={field.classification} />}</Td>
        <Td className="text-12 text-fg-2">{field.categories.join(', ')}</Td>
        <Td className="w-0">
          {!readOnly && (
            <span className="flex justify-end">
              {isGroup && (
                <IconButton
                  size="sm"
                  icon={Plus}
                  label={`Add a field to ${field.name}`}
                  onClick={onAddWithin}
                />
              )}
              <IconButton
                size="sm"
                icon={Trash2}
                label={`Remove ${field.name}`}
                onClick={() => onChange(removeField(root, field.path))}
              />
            </span>
          )}
        </Td>
      </Tr>
      {isOpen && (
        <tr>
          <td colSpan={6} className="border-b border-line bg-sunken px-5 py-3">
            {detail}
          </td>
        </tr>
      )}
    </>
  )
}
