import { BatonError } from '../../problem'
import { leavesOf } from '../../policy/compile-view'
import { readFields } from '../read-fields'
import { isFieldName } from '../field-name'
import type { SchemaObject } from '../json-schema'

/** What could not be taken over as it stands, and what was made of it. */
export interface ImportNote {
  /** JSON Pointer into what was imported. */
  pointer: string
  message: string
}

/** A contract made from something else: not of use before its fields are classified. */
export interface ImportedContract {
  /** A name for it, as a contract may be called. */
  name: string
  description: string
  schema: SchemaObject
  notes: ImportNote[]
}

/** Something that no contract can be made of, with the place that says so. */
export const refused = (pointer: string, message: string, expected?: string): BatonError =>
  new BatonError('invalid', message, [{ pointer, message, ...(expected !== undefined && { expected }) }])

/** The fields of a contract that nobody has classified, and that are hence hidden from everybody; by path. */
export const unclassifiedIn = (schema: SchemaObject): string[] =>
  leavesOf('', schema)
    // A contract without fields is one leaf without a path, and has nothing to classify.
    .filter(({ classification, path }) => classification === undefined && path !== '')
    .map(({ path }) => path.slice(1))

/** A note for each field whose name expressions cannot say: the editor asks for another one. */
export const oddNames = (schema: SchemaObject): ImportNote[] =>
  readFields(schema)
    .filter(({ name }) => !isFieldName(name))
    .map(({ name, path }) => ({
      pointer: `/${path.join('/')}`,
      message: `“${name}” cannot be a field's name here: letters, digits and underscores, not starting with a digit. Give it another one.`,
    }))

/** So that `.parameters` still fits behind it. */
const LONGEST_NAME = 64

/** `createOrder` or `Order input` as a contract is called: `create_order`. */
export function contractNameFrom(text: string, fallback = 'imported'): string {
  const name = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '_')
    .replace(/\.+/g, '.')
    .split('.')
    .map((word) => word.replace(/^[^a-z]+|_+$/g, ''))
    .filter(Boolean)
    .join('.')
    .slice(0, LONGEST_NAME)
    .replace(/[._]+$/, '')
  return name || fallback
}
