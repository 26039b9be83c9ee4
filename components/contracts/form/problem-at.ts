import type { Shape } from '../schema/shape-of'
import type { FormProblem } from './form-context'

/** What is known of the control beside which a problem stands. */
interface Field {
  shape: Shape
  value: unknown
}

/**
 * What is wrong with one field, in a sentence for whoever fills it in: neither its name, which stands there as the label,
 * nor the value, which stands there too.
 */
export function problemAt(
  problems: readonly FormProblem[],
  pointer: string,
  field: Field,
): string | undefined {
  const problem = problems.find((each) => each.pointer === pointer)
  if (!problem) return undefined
  const { message, expected } = problem
  const name = pointer.slice(pointer.lastIndexOf('/') + 1)
  // Without what a contract expects it is another rule's own sentence.
  if (expected === undefined)
    return message.startsWith(`${name} is `) ? message.slice(name.length + 1) : message
  return inWords(field, expected)
}

function inWords({ shape, value }: Field, expected: string): string {
  if (value === undefined || value === null || value === '')
    return shape.kind === 'choice' ? 'Please choose one.' : 'Please fill this in.'
  switch (shape.kind) {
    case 'choice':
      return 'Please choose one of the options.'
    case 'number':
      if (typeof value === 'number' && !(shape.whole && !Number.isInteger(value))) break
      return shape.whole ? 'Please enter a whole number.' : 'Please enter a number.'
    case 'text': {
      if (shape.format && expected.endsWith(` ${shape.format}`))
        return `Please enter ${FORMATS[shape.format] ?? expected}.`
      if (typeof value === 'string' && / characters?$/.test(expected))
        return `Please enter ${expected}; this has ${[...value].length}.`
      break
    }
    default:
  }
  return `Expected here: ${expected}.`
}

const FORMATS: Record<string, string> = {
  email: 'an email address, as in name@example.com',
  uri: 'a web address, as in https://example.com',
  date: 'a date',
  time: 'a time',
  'date-time': 'a date and a time',
}
