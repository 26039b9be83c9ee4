import { isTombstone, sayTombstone } from '@/domain/erasure/tombstone'

/** A value in one line, as people read it. */
export function plainValue(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'empty'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 10 })
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isTombstone(value)) return sayTombstone(value)
  if (Array.isArray(value) && value.length === 0) return 'none'
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.map(plainValue).join(', ')
  return JSON.stringify(value) ?? ''
}
