/** `91.4 %`, and `100 %` or `0 %` only when it is exactly that. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '–'
  if (part === whole) return '100 %'
  if (part === 0) return '0 %'
  const tenths = Math.min(999, Math.max(1, Math.round((part / whole) * 1000)))
  return `${(tenths / 10).toFixed(1)} %`
}
