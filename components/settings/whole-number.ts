/**
 * A limit as people type it: `1,200`, `1 200`, `60`. Empty means no limit, hence null.
 * @returns undefined when it is no whole number from 1 on
 */
export function readLimit(text: string): number | null | undefined {
  const bare = text.trim().replace(/[\s,'_]/g, '')
  if (bare === '') return null
  return /^[1-9]\d{0,9}$/.test(bare) ? Number(bare) : undefined
}

/** `1,200`; nothing for no limit. */
export const showLimit = (limit: number | null): string =>
  limit === null ? '' : limit.toLocaleString('en-US')
