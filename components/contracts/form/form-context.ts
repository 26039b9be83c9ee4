'use client'

import { createContext, use } from 'react'
import type { JsonSchema } from '@/domain/contract/json-schema'

export interface FormProblem {
  /** JSON Pointer into the form's value. */
  pointer: string
  message: string
}

interface FormState {
  root: JsonSchema
  problems: readonly FormProblem[]
  disabled: boolean
  changed: ReadonlySet<string>
}

export const FormContext = createContext<FormState>({
  root: true,
  problems: [],
  disabled: false,
  changed: new Set(),
})

export const useFormState = (): FormState => use(FormContext)

/** One step of a JSON Pointer (RFC 6901 section 3). */
export const step = (key: string | number): string =>
  '/' + String(key).replaceAll('~', '~0').replaceAll('/', '~1')
