import { isRecord } from '../contract/json-schema'
import { holdsWords, placeWithin } from '../team/trust/words'

/**
 * Whether the arguments of a call have room for words: a text whose parameter is held neither to listed values nor to an
 * id (domain/team/trust/words.ts). What the text says is not looked at: anything can be said in other words.
 */
export function carriesWords(parameters: Record<string, unknown>, args: unknown): boolean {
  if (!isRecord(args)) return hasText(args)
  return Object.entries(args).some(([name, value]) => {
    if (!hasText(value)) return false
    const at = placeWithin(parameters, [name])
    return !at || holdsWords(at)
  })
}

const hasText = (value: unknown): boolean =>
  typeof value === 'string' ||
  (typeof value === 'object' &&
    value !== null &&
    (Array.isArray(value) ? value.some(hasText) : Object.keys(value).length > 0))
