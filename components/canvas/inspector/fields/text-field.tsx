'use client'

import type { ReactNode } from 'react'
import { FormField } from '@/components/ui/form-field'
import { Input, Textarea } from '@/components/ui/input'
import { useStudio } from '../../studio/studio-context'
import { useDraft } from './use-draft'

export interface TextFieldProps {
  label: ReactNode
  value: string
  onCommit: (value: string) => void
  hint?: ReactNode
  error?: string | undefined
  required?: boolean
  /** More than one line, this many. */
  rows?: number
  mono?: boolean
  placeholder?: string
  className?: string
}

export function TextField({
  label,
  value,
  onCommit,
  hint,
  error,
  required = false,
  rows,
  mono = false,
  placeholder,
  className,
}: TextFieldProps) {
  const { canEdit } = useStudio()
  const { draft, change, flush } = useDraft(value, onCommit)
  const control = {
    value: draft,
    placeholder,
    onBlur: flush,
    className: mono ? 'font-mono text-12' : '',
    spellCheck: !mono,
  }
  return (
    <FormField {...{ label, hint, error, required }} {...(className ? { className } : {})}>
      {/* To be read, a line is as many lines as it takes. */}
      {rows || !canEdit ? (
        <Textarea rows={canEdit ? rows : 1} {...control} onChange={(event) => change(event.target.value)} />
      ) : (
        <Input {...control} onChange={(event) => change(event.target.value)} />
      )}
    </FormField>
  )
}
