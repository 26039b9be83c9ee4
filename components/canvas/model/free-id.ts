import { RESERVED_NAMES } from '@/domain/expression/reserved-names'

/**
 * A name as an identifier that none of `taken` has: `Quote approval` → `quote_approval`, `quote_approval_2`. What no
 * slot may be called is passed over: `Loop` → `loop_1`.
 */
export function freeId(name: string, taken: Iterable<string>): string {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^[^a-z]+|_+$/g, '')
      .slice(0, 36)
      .replace(/_+$/, '') || 'node'
  const used = new Set(taken)
  const reserved = RESERVED_NAMES.has(base) || base in {}
  if (!reserved && !used.has(base)) return base
  for (let n = reserved ? 1 : 2; ; n++) if (!used.has(`${base}_${n}`)) return `${base}_${n}`
}

/** A name none of `taken` has: `Agent`, `Agent 2`. */
export function freeName(name: string, taken: Iterable<string>): string {
  const used = new Set(taken)
  if (!used.has(name)) return name
  for (let n = 2; ; n++) if (!used.has(`${name} ${n}`)) return `${name} ${n}`
}
