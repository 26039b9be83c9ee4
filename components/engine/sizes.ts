const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** `84 MB`, `1.2 GB`: bytes with two or three significant figures. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit] ?? ''}`
}

/** Even steps up to at least `most`, all of them whole: 0, 4, 8, 12. */
export function wholeScale(most: number): number[] {
  const rough = Math.max(1, most / 3)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step =
    [1, 2, 4, 5, 10]
      .map((factor) => factor * power)
      .find((each) => each >= rough && Number.isInteger(each)) ?? Math.ceil(rough)
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, index) => index * step)
}
