/** A count as people read it: `3`, `1,200`. */
export const figure = (count: number): string => count.toLocaleString('en-US')

/** `1 call`, `3 calls`, `1,200 entries`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${figure(count)} ${count === 1 ? one : many}`
