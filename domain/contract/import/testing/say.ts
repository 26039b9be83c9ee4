import { BatonError } from '../../../problem'
import type { SchemaObject } from '../../json-schema'
import type { ImportedContract } from '../imported'

/** A group of fields. */
export const object = (properties: SchemaObject, more: SchemaObject = {}): SchemaObject => ({
  type: 'object',
  properties,
  ...more,
})
/** What was noted, each with its place. */
export const said = ({ notes }: ImportedContract): string =>
  notes.map(({ pointer, message }) => `${pointer} ${message}`).join('\n')

/** The words in which something is refused. */
export function refusal(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof BatonError) return error.message
    throw error
  }
  throw new Error('it was not refused')
}
