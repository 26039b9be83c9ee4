import { formatMoney } from '@/domain/budget/money'
import type { JsonValue } from '@/domain/record/canonical'

/** What the sentence is made from; an EntryLine has it. */
export interface Sayable {
  kind: string
  actor: { kind: string; id: string; name: string }
  run: { id: string; title: string } | null
  team: { id: string; name: string } | null
  node: string | null
  attempt: number
  subject: string | null
  data: Record<string, JsonValue>
  privates: Record<string, JsonValue>
  /** What the things that it speaks of are called, by their ids, `agent/<slug>` and `connection/<slug>`. */
  names?: Record<string, string>
  unreadable: boolean
}

/** Words, or something in mono: a contract, a field, an id. */
export type Part = string | { mono: string }

export interface Sentence {
  /** How it stands out; `word` is said in that colour with its icon. */
  mark?: { tone: 'failed' | 'blocked' | 'waiting'; word: string }
  parts: Part[]
}

export type Say = (entry: Sayable) => Sentence
type Mark = NonNullable<Sentence['mark']>['tone']

export const plain = (...parts: (Part | false)[]): Sentence => ({
  parts: parts.filter((part): part is Part => part !== false && part !== ''),
})
export const marked = (tone: Mark, word: string, ...parts: (Part | false)[]): Sentence => ({
  mark: { tone, word },
  ...plain(...parts),
})

export const text = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
export const list = (value: JsonValue | undefined): JsonValue[] => (Array.isArray(value) ? value : [])
export const member = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined
export const money = (value: JsonValue | undefined): string => {
  const digits = text(value)
  return /^\d+$/.test(digits) ? formatMoney(BigInt(digits)) : '?'
}
export const contract = (ref: string): Part => ({ mono: ref.replace('@', ' ') })
export const quoted = (value: JsonValue | undefined): string => (text(value) ? `“${text(value)}”` : '')

/** What somebody gave as their reason, or wrote: `: “It fits”`. */
export const because = (value: JsonValue | undefined): string => (text(value) ? `: ${quoted(value)}` : '')

/** A thing as people know it: by its id or slug; as it stands there where no name is known. */
export const agent = ({ names }: Sayable, slug: JsonValue | undefined): Part =>
  names?.[`agent/${text(slug)}`] ?? { mono: text(slug) }
export const connection = ({ names }: Sayable, slug: JsonValue | undefined): string =>
  names?.[`connection/${text(slug)}`] ?? text(slug)
/** Somebody by their id; what is not known any more was erased. */
export const person = ({ names }: Sayable, id: JsonValue | undefined): string =>
  names?.[text(id)] ?? (text(id) ? 'an erased person' : 'somebody')
/** `Ada, Ben`; nothing of nobody. */
export const people = (entry: Sayable, ids: JsonValue | undefined): string =>
  list(ids)
    .map((id) => person(entry, id))
    .join(', ')

const ID = /\b([a-z]{2,5})_[0-9a-z]{10,}\b/g
/** What an id is of, where what it named is gone. */
const GONE: Record<string, string> = {
  usr: 'an erased person',
  team: 'a team that is gone',
  agt: 'an agent that is gone',
  mod: 'a model that is gone',
  prov: 'a provider that is gone',
  con: 'a connection that is gone',
  grp: 'a group that is gone',
  tok: 'a token that is gone',
  run: 'a run',
  ws: 'the workspace',
  bud: 'a budget',
}

/** The sentence with names in place of ids, whatever kind it is. What somebody wrote stays as they wrote it. */
export const inNames = ({ mark, parts }: Sentence, { names = {} }: Sayable): Sentence => ({
  ...(mark && { mark }),
  parts: parts.map((part) => {
    const words = typeof part === 'string' ? part : part.mono
    if (/^(: )?“/.test(words)) return part
    const said = words.replace(ID, (id, prefix: string) => names[id] ?? GONE[prefix] ?? 'something')
    return said === words ? part : said
  }),
})

/** The sentence as plain text: for titles, readers and copying. */
export const sentenceText = ({ mark, parts }: Sentence): string =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.mono))
    .reduce((said, part) => (said === '' || isTail(part) ? said + part : `${said} ${part}`), mark?.word ?? '')

/** Whether a part begins with a sign that stands close to the word before it. */
export const isTail = (part: Part): boolean => typeof part === 'string' && /^[,:]/.test(part)
