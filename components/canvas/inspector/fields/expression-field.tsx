'use client'

import type { ReactNode } from 'react'
import { FormField } from '@/components/ui/form-field'
import { checkExpression, checkTemplate, type Expected } from '@/domain/expression/check'
import type { Readable } from '../../model/readable-at'
import { ExpressionInput } from './expression-input'
import { useStudio } from '../../studio/studio-context'
import { useDraft } from './use-draft'

/** An expression or template with its type errors as one types and the paths it may read. */
export function ExpressionField({
  label,
  value,
  onCommit,
  readable,
  expects = 'any',
  template = false,
  required = false,
  missing = template ? 'Write a sentence' : 'An expression is needed here',
  hint = howTo(template ? 'template' : expects, readable.paths),
  placeholder,
}: {
  label: ReactNode
  value: string
  onCommit: (value: string) => void
  readable: Readable
  /** What the expression must give; not for templates. */
  expects?: Expected | 'any'
  template?: boolean
  required?: boolean
  /** What is asked for while nothing stands there, when required. */
  missing?: string
  /** Instead of what is said of all such fields; null for nothing. */
  hint?: ReactNode
  placeholder?: string
}) {
  const { canEdit } = useStudio()
  const { draft, change, flush, drop } = useDraft(value, onCommit)
  const isMissing = required && draft.trim() === ''
  return (
    <FormField
      {...{ label, required }}
      // How to write one helps nobody who only reads.
      hint={canEdit ? hint : null}
      error={isMissing ? missing : faultOf(draft, readable, template ? 'template' : expects)}
    >
      <ExpressionInput
        value={draft}
        onChange={change}
        // A text may stay empty, and is a problem then; an expression cannot, so the last one comes back.
        onBlur={isMissing && !template ? drop : flush}
        paths={readable.paths}
        template={template}
        placeholder={placeholder}
      />
    </FormField>
  )
}

/** How such a field is filled, with a field that can be read here as the example. */
function howTo(what: Expected | 'any' | 'template', paths: readonly string[]): string {
  const path = paths.find((one) => one.includes('.')) ?? paths[0] ?? 'start.amount'
  if (what === 'template') return `Words, with values in double braces, as in {{ ${path} }}.`
  if (what === 'bool')
    return `A condition on fields, as in ${path} == "yes"; && is and, || is or. Fields are offered as you type.`
  return `A field, as in ${path}. Fields are offered as you type.`
}

/** What is wrong with an expression as it stands, in a sentence. */
function faultOf(
  source: string,
  readable: Readable,
  expects: Expected | 'any' | 'template',
): string | undefined {
  if (source.trim() === '') return undefined
  if (expects === 'template') return checkTemplate(source, readable.scope)?.message
  const result = checkExpression(source, readable.scope, expects)
  return result.ok ? undefined : result.message
}
