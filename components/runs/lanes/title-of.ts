import { isRecord } from '@/domain/contract/json-schema'

/** Fields that a thing is called by, the best first. */
const NAMES = ['title', 'name', 'label', 'subject', 'question', 'product', 'customer', 'company', 'account']
const KEYS = ['sku', 'number', 'code', 'order', 'invoice', 'id']
const ROOM = 40

/** What an item is called by, from its own fields; undefined where none says it. */
export function titleOf(item: unknown): string | undefined {
  if (typeof item === 'string' || typeof item === 'number') return clip(String(item))
  if (!isRecord(item)) return undefined
  const named = [...NAMES, ...KEYS].map((name) => item[name]).find(isTitle)
  const first = named ?? Object.values(item).find(isTitle)
  return first === undefined ? undefined : clip(String(first))
}

const isTitle = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')

const clip = (text: string): string => (text.length > ROOM ? `${text.slice(0, ROOM - 1).trimEnd()}…` : text)
