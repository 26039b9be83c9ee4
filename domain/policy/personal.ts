import { isRecord } from '../contract/json-schema'
import type { Permits } from '../pii/net'
import type { Category } from './classification'
import type { Looker, Sees } from './sight'
import type { Served } from './serve-view'

/** What a type of personal data is, as categories of a field that it would stand in. */
const CATEGORIES: Record<string, Category[]> = {
  CREDIT_CARD: ['financial', 'pii'],
  IBAN_CODE: ['financial', 'pii'],
  UK_NHS: ['phi', 'pii'],
}
const PERSONAL: Category[] = ['pii']

/**
 * Which personal data an agent may be sent as it is, where it stands in a text that nobody declared as holding any. The
 * policies decide, as of a public field of what it is; and what its own view shows it, or who drew the team wrote to it, is
 * no secret from it.
 * @param drawn texts of the agent and its node
 */
export function permitsPersonal(
  looker: Looker,
  sees: Sees,
  served: Served,
  drawn: readonly string[],
): Permits {
  const judged = new Map<string, boolean>()
  let told: string[] | undefined
  return ({ type, text }) => {
    const may =
      judged.get(type) ??
      sees(looker, {
        contracts: [],
        path: '',
        classification: 'public',
        categories: CATEGORIES[type] ?? PERSONAL,
      }).visibility === 'clear'
    judged.set(type, may)
    if (may) return true
    told ??= [...drawn, ...declaredIn(served)]
    return told.some((one) => one.includes(text))
  }
}

/** Values that a view shows as they are in fields that are declared as holding such data. */
function declaredIn({ data, fields }: Served): string[] {
  return fields
    .filter(({ visibility, categories }) => visibility === 'clear' && categories.length > 0)
    .flatMap(({ path }) => valuesAt(data, path.split('.')))
    .flatMap(textsOf)
}

function valuesAt(value: unknown, [name, ...rest]: readonly string[]): unknown[] {
  if (name === undefined) return value === undefined ? [] : [value]
  if (name === '*') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : []
  return isRecord(value) && Object.hasOwn(value, name) ? valuesAt(value[name], rest) : []
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return isRecord(value) ? Object.values(value).flatMap(textsOf) : []
}
