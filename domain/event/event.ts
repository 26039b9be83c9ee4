import { z } from 'zod'
import type { Actor } from '../actor'
import { jsonProblem } from '../storable'

export const LONGEST_EVENT = 100
export const LONGEST_KEY = 200
/** Bytes of JSON: what a run waits for is written to its state, and shown to agents and people. */
export const MAX_EVENT = 256 * 1024
/** How long an event is kept for waits that open later. */
export const KEPT_DAYS = 7

const NAME = /^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$/
const NAMED =
  'words of lower-case letters, digits, dashes and underscores, joined by dots, as in order.shipped'

export const isEventName = (name: string): boolean => name.length <= LONGEST_EVENT && NAME.test(name)

/** What happened, by the name that senders and waits agree on: `order.shipped`. */
export const eventNameSchema = z.string().max(LONGEST_EVENT).regex(NAME, NAMED)

/**
 * A key as it is compared: a number and the text of it are the same key. Undefined for what can be no key; nor can an
 * integer that a number does not keep exactly, which would be another one's key too.
 */
export function eventKey(value: unknown): string | undefined {
  const text =
    typeof value === 'string'
      ? value.trim()
      : typeof value === 'bigint' || (typeof value === 'number' && jsonProblem(value) === undefined)
        ? String(value)
        : ''
  return text !== '' && text.length <= LONGEST_KEY ? text : undefined
}

/** Whose deed an event of a source is: `Event source Warehouse`. */
export const sourceActor = ({ id, name }: { id: string; name: string }): Actor => ({
  kind: 'system',
  id,
  name: `Event source ${name}`,
})

/** Who writes what an event brought to the state of a run that waited for it. */
export const eventWriter = (event: string, sentBy: Actor): Actor =>
  sentBy.kind === 'system'
    ? sentBy
    : { kind: 'system', id: sentBy.id, name: `${event}, sent by ${sentBy.name}` }
