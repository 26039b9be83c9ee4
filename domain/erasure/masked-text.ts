const MOST = 60

/** A text by the first sign of each word, so that those who know it know it again: `A•• L•••••••`. */
export function maskedText(text: string): string {
  const signs = [...text]
  const short = signs.length > MOST ? `${signs.slice(0, MOST).join('')}…` : text
  return short.replace(
    /([\p{L}\p{N}])([\p{L}\p{N}\p{M}]+)/gu,
    (_, first: string, rest: string) => `${first}${'•'.repeat([...rest].length)}`,
  )
}
