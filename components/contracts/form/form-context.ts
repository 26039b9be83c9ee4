'use client'

import { createContext, use, type ComponentType } from 'react'
import type { JsonSchema } from '@/domain/contract/json-schema'

export interface FormProblem {
  /** JSON Pointer into the form's value. */
  pointer: string
  message: string
  /** Of a contract's misfit: what it expects. */
  expected?: string | undefined
}

export interface FieldsProps {
  schema: JsonSchema
  value: unknown
  onChange: (value: Record<string, unknown>) => void
  pointer: string
}

export interface ValueFieldProps {
  name: string
  schema: JsonSchema
  required: boolean
  value: unknown
  pointer: string
  /** undefined leaves the field out. */
  onChange: (value: unknown) => void
}

export type Known = Readonly<Record<string, readonly { value: string; about?: string | undefined }[]>>

interface FormState {
  /** The fields of an object; here because groups and lists hold such fields again. */
  Fields: ComponentType<FieldsProps>
  root: JsonSchema
  problems: readonly FormProblem[]
  disabled: boolean
  changed: ReadonlySet<string>
  /** Values that are known to be there, by pointer of the field. */
  known: Known
  /** Without classifications */
  plain: boolean
}

export const FormContext = createContext<FormState>({
  Fields: () => null,
  root: true,
  problems: [],
  disabled: false,
  changed: new Set(),
  known: {},
  plain: false,
})

export const useFormState = (): FormState => use(FormContext)
