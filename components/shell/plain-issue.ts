/** What zod found wrong with an input, as it comes back over the wire. */
export interface InputIssue {
  code?: string
  path: (string | number)[]
  message: string
  origin?: string
  minimum?: number
  maximum?: number
  expected?: string
  values?: unknown[]
}

/**
 * An issue in a sentence for whoever filled in a form. zod's own sentences speak of types and signs (`Too small: expected
 * string to have >=1 characters`); what a schema says in words of its own stays as it is.
 */
export function plainIssue(issue: InputIssue): string {
  const { code, message, origin, minimum, maximum, expected, values } = issue
  if (!/^(Too (small|big)|Invalid)\b/.test(message)) return message
  switch (code) {
    case 'too_small':
      return origin === 'string' && minimum === 1
        ? FILL_IN
        : `Please enter ${bound('at least', minimum, origin)}.`
    case 'too_big':
      return `Please enter ${bound('at most', maximum, origin)}.`
    case 'invalid_type':
      if (message.endsWith('received undefined')) return FILL_IN
      if (expected === 'int') return 'Please enter a whole number.'
      return expected === 'number' ? 'Please enter a number.' : message
    case 'invalid_value':
      return values ? `Please choose one of: ${values.map(String).join(', ')}.` : message
    default:
      return message
  }
}

const FILL_IN = 'Please fill this in.'

function bound(words: string, count: number | undefined, origin: string | undefined): string {
  const noun = NOUNS[origin ?? '']
  return [words, count, noun && `${noun}${count === 1 ? '' : 's'}`]
    .filter((part) => part !== undefined)
    .join(' ')
}

const NOUNS: Record<string, string> = { string: 'character', array: 'item', set: 'item' }
