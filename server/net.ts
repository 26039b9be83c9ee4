import {
  netted,
  nettedValue,
  tellingName,
  UNREAD,
  type Netted,
  type PersonalSpan,
  type Permits,
  type Place,
} from '@/domain/pii/net'
import { REDACTED } from '@/domain/policy/mask'
import { NamesUnknown, presidioNames, type FindNames } from '@/server/connectors/presidio'

/** One reader's net: what they may have as it is, and what has been through it already, so that it is looked at once. */
export interface Screen {
  permits: Permits
  passed: Set<string>
}

export const screenOf = (permits: Permits): Screen => ({ permits, passed: new Set() })

/** Of a reader of whom nothing is known: nothing personal comes through. */
export const strictScreen = (): Screen => screenOf(() => false)

let analyzer: { url: string; names: FindNames } | undefined

/** The analyzer of names that is set, if any. */
function namesHere(): FindNames | undefined {
  const url = process.env['BATON_PRESIDIO_URL']
  if (!url) return undefined
  if (analyzer?.url !== url) analyzer = { url, names: presidioNames(url) }
  return analyzer.names
}

/**
 * A JSON value on its way to a reader, with the personal data that they may not have taken out. Where an analyzer of names is
 * set and gives no answer, every text that it would have been asked about is masked whole.
 */
export async function screened<T>(
  value: T,
  { permits, passed }: Screen,
  names: FindNames | undefined = namesHere(),
): Promise<Netted<T>> {
  const found = names && (await namesIn(value, passed, names))
  const look = (text: string, { field, isName }: Place): Netted<string> => {
    if (passed.has(keyOf(text, field))) return { value: text, caught: {} }
    if (found === 'unknown' && !isName && hasWords(text))
      return permits({ type: 'PERSON', text })
        ? netted(text, permits)
        : { value: REDACTED, caught: { [UNREAD]: 1 } }
    const more = found && found !== 'unknown' ? found.get(text) : undefined
    const looked = netted(text, permits, {
      ...(field !== undefined && { field }),
      ...(more && { more }),
    })
    passed.add(keyOf(looked.value, field))
    return looked
  }
  const { value: clean, caught } = nettedValue(value, look)
  return { value: clean as T, caught }
}

/** A text that is JSON, or any other: JSON stays JSON. */
export async function screenedText(text: string, screen: Screen, names?: FindNames): Promise<Netted<string>> {
  if (screen.passed.has(text)) return { value: text, caught: {} }
  const json = asJson(text)
  const looked = await screened(json ?? text, screen, names)
  const value =
    json === undefined
      ? (looked.value as string)
      : looked.value === json
        ? text
        : JSON.stringify(looked.value)
  screen.passed.add(value)
  return { value, caught: looked.caught }
}

function asJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text) as object
  } catch {
    // A text that only begins like JSON, or was cut off: it is looked at as a text.
    return undefined
  }
}

/** The same text under another name may be something else. */
const keyOf = (text: string, field: string | undefined): string => {
  const name = tellingName(field)
  return name === undefined ? text : `${name}\n${text}`
}

/** What may be a name has letters; what stands for a masked value has been looked at. */
const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text) && text !== REDACTED

/** Names by text, of all texts in a value that have not been through yet. */
async function namesIn(
  value: unknown,
  passed: ReadonlySet<string>,
  names: FindNames,
): Promise<Map<string, PersonalSpan[]> | 'unknown'> {
  const texts = new Set<string>()
  nettedValue(value, (text, { field, isName }) => {
    if (!isName && hasWords(text) && !passed.has(keyOf(text, field))) texts.add(text)
    return { value: text, caught: {} }
  })
  if (texts.size === 0) return new Map()
  const asked = [...texts]
  try {
    const found = await names(asked)
    return new Map(asked.map((text, i) => [text, found[i] ?? []]))
  } catch (error) {
    if (!(error instanceof NamesUnknown)) throw error
    return 'unknown'
  }
}
