import type { FieldType } from './read-fields'

/** A type as it is called on every screen; what shows JSON keeps JSON Schema's words. */
export const TYPE_NAMES: Record<FieldType, string> = {
  string: 'Text',
  integer: 'Whole number',
  number: 'Number',
  boolean: 'Yes or no',
  object: 'Group of fields',
  array: 'List',
  any: 'Anything',
}

/** Of several, as in a list. */
export const TYPES_NAMED: Record<FieldType, string> = {
  ...TYPE_NAMES,
  string: 'Texts',
  integer: 'Whole numbers',
  number: 'Numbers',
  object: 'Groups of fields',
  array: 'Lists',
}
