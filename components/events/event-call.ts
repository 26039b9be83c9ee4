import { exampleOf } from '@/domain/contract/example'
import type { JsonSchema } from '@/domain/contract/json-schema'

/** Where an event is sent by a source; a source that is not there yet is left open. */
export const eventAddress = (path: string | undefined, event: string): string =>
  `${location.origin}${path ?? '/api/events/SOURCE/'}${event}`

/** The body of a message, with data that fits what is waited for. */
export const eventExample = (event: string, schema: JsonSchema | undefined) => ({
  type: event,
  key: '4711',
  data: schema === undefined ? {} : exampleOf(schema),
})
