/** Since when the server's database cannot be reached, as far as this page has heard; undefined while it can. */
let since: Date | undefined
const listeners = new Set<() => void>()

/** @param at null: it is back */
export function noteDatabase(at: Date | null): void {
  // The first to say so knows best since when.
  if (at && since) return
  since = at ?? undefined
  for (const listener of listeners) listener()
}

export const databaseAwaySince = (): Date | undefined => since

/** @returns the way to stop listening */
export function onDatabase(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
