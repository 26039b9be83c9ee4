'use client'

import { useMemo } from 'react'
import { cx } from '@/components/ui/cx'
import type { JsonSchema } from '@/domain/contract/json-schema'
import { FormContext, type FormProblem, type Known } from './form/form-context'
import { ObjectFields } from './form/object-fields'

/**
 * A form made from a contract: one control a field with its classification, what is wrong beside it. `value` is the
 * whole instance and `onChange` gives the whole next one. `problems` carry JSON pointers into the value, as
 * `validateInstance` returns them. `changed` marks fields (by pointer) that differ from what was proposed.
 */
export function ContractForm({
  schema,
  value,
  onChange,
  problems = [],
  disabled = false,
  changed,
  known = NOTHING_KNOWN,
  plain = false,
  className,
}: {
  schema: JsonSchema
  value: Record<string, unknown>
  onChange: (value: Record<string, unknown>) => void
  problems?: readonly FormProblem[]
  disabled?: boolean
  changed?: ReadonlySet<string>
  /** Values that may be chosen instead of typed, by pointer of a text field. */
  known?: Known | undefined
  /** For people outside, to whom classifications say nothing. */
  plain?: boolean
  className?: string
}) {
  const context = useMemo(
    () => ({
      Fields: ObjectFields,
      root: schema,
      problems,
      disabled,
      changed: changed ?? NONE,
      known,
      plain,
    }),
    [schema, problems, disabled, changed, known, plain],
  )
  const whole = problems.find(({ pointer }) => pointer === '')
  return (
    <FormContext value={context}>
      <div className={cx('grid gap-3', className)}>
        {whole && <p className="text-12 text-failed-fg">{whole.message}</p>}
        <ObjectFields schema={schema} value={value} onChange={onChange} pointer="" />
      </div>
    </FormContext>
  )
}

const NOTHING_KNOWN: Known = {}
const NONE: ReadonlySet<string> = new Set()
