/** Where a request says it comes from. */
export interface Origin {
  /** The nearest proxy's word about the other end, or the socket's, which Next puts there when no header came. */
  address: string
  /** All that X-Forwarded-For names */
  forwarded: string | null
  host: string | null
}

export function originOf(headers: Record<string, unknown> | undefined): Origin {
  const text = (name: string): string | null => {
    const value = headers?.[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const forwarded = text('x-forwarded-for')
  return {
    address: forwarded?.split(',').at(-1)?.trim().slice(0, 64) || 'unknown',
    forwarded,
    host: text('host'),
  }
}
