/** What completion offers at the caret, and which part of the text it would replace. */
export interface Completion {
  from: number
  to: number
  options: string[]
}

const MOST = 8

/**
 * Paths of the state that go on from what stands before the caret. In a template only within double braces.
 * @param paths all that may be read, as `slot.field`
 */
export function completePath(
  text: string,
  caret: number,
  paths: readonly string[],
  template: boolean,
): Completion | undefined {
  const before = text.slice(0, caret)
  if (template && before.lastIndexOf('{{') <= before.lastIndexOf('}}')) return undefined
  if (withinQuotes(template ? before.slice(before.lastIndexOf('{{') + 2) : before)) return undefined
  const word = /[A-Za-z_][A-Za-z0-9_.]*$/.exec(before)?.[0] ?? ''
  if (word === '' && !/(^|[\s(!&|<>=+\-*/,?:]|\{\{)$/.test(before)) return undefined
  const lower = word.toLowerCase()
  const starts = paths.filter((path) => path.toLowerCase().startsWith(lower) && path !== word)
  const holds = paths.filter(
    (path) => word.length > 1 && !path.toLowerCase().startsWith(lower) && path.toLowerCase().includes(lower),
  )
  const options = [...starts, ...holds].slice(0, MOST)
  return options.length ? { from: caret - word.length, to: caret, options } : undefined
}

function withinQuotes(text: string): boolean {
  let quote = ''
  for (const char of text) {
    if (quote) quote = char === quote ? '' : quote
    else if (char === '"' || char === "'") quote = char
  }
  return quote !== ''
}
