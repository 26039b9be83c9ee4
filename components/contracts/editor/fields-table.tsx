'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Table, TableBody, TableHead, Th } from '@/components/ui/table'
import type { SchemaObject } from '@/domain/contract/json-schema'
import { addField, renameField } from '../schema/edit-fields'
import { ENTRIES, readFields, type FieldPath } from '@/domain/contract/read-fields'
import { renamedRow, rowId, type RowIds } from '../schema/row-ids'
import { unclassifiedIn } from '@/domain/contract/import/imported'
import { ClassifyRest } from './classify-rest'
import { FieldDetail } from './field-detail'
import { FieldRow } from './field-row'

/** The fields of a contract, nested ones indented; the chosen one opens below for what its line has no room for. */
export function FieldsTable({
  schema,
  readOnly,
  onChange,
}: {
  schema: SchemaObject
  readOnly: boolean
  onChange: (schema: SchemaObject) => void
}) {
  const [ids, setIds] = useState<RowIds>(new Map())
  /** Id of the row that is open. */
  const [open, setOpen] = useState<string>()
  /** Id of the row that was added last: its name is the first thing to say of it. */
  const [fresh, setFresh] = useState<string>()
  const fields = readFields(schema)
  const hidden = unclassifiedIn(schema).length
  const add = (parent: FieldPath) => {
    const added = addField(schema, parent)
    const id = rowId(ids, added.path)
    setOpen(id)
    setFresh(id)
    onChange(added.schema)
  }
  const rename = (path: FieldPath, name: string) => {
    const to = [...path.slice(0, -1), name].join('.')
    if (fields.some((other) => other.path.join('.') === to)) return
    setIds(renamedRow(ids, fields, path, name))
    onChange(renameField(schema, path, name))
  }
  return (
    <div className="min-h-0 overflow-auto max-lg:overflow-visible">
      <Table dense>
        <TableHead>
          <tr>
            <Th>Field</Th>
            <Th>Type</Th>
            <Th>Required</Th>
            <Th>Class</Th>
            <Th>Categories</Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </tr>
        </TableHead>
        <TableBody>
          {fields.map((field) => {
            const id = rowId(ids, field.path)
            const group = isGroup(field.type, field.of)
            return (
              <FieldRow
                key={id}
                field={field}
                root={schema}
                isGroup={group}
                isOpen={open === id}
                isFresh={fresh === id}
                readOnly={readOnly}
                onOpen={() => setOpen(open === id ? undefined : id)}
                onChange={onChange}
                onRename={(name) => rename(field.path, name)}
                onAddWithin={() => add(field.type === 'array' ? [...field.path, ENTRIES] : field.path)}
                detail={<FieldDetail field={field} root={schema} readOnly={readOnly} onChange={onChange} />}
              />
            )
          })}
        </TableBody>
      </Table>
      <div className="flex flex-wrap items-center gap-3 border-t border-line px-5 py-2">
        {!readOnly && (
          <Button size="sm" icon={Plus} onClick={() => add([])}>
            Add a field
          </Button>
        )}
        <span className="text-12 text-fg-3">
          {counted(fields.length, 'field')}
          {readOnly && hidden > 0 && `, ${hidden} unclassified: hidden from every agent and connection`}
        </span>
        {!readOnly && hidden > 0 && <ClassifyRest schema={schema} count={hidden} onChange={onChange} />}
      </div>
    </div>
  )
}

const isGroup = (type: string, of: string | undefined): boolean =>
  type === 'object' || (type === 'array' && of === 'object')
