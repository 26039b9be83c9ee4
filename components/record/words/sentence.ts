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

/** The sentence as plain text: for titles, readers and copying. */
export const sentenceText = ({ mark, parts }: Sentence): string =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.mono))
    .reduce((said, part) => (said === '' || isTail(part) ? said + part : `${said} ${part}`), mark?.word ?? '')

/** Whether a part begins with a sign that stands close to the word before it. */
export const isTail = (part: Part): boolean => typeof part === 'string' && /^[,:]/.test(part)
