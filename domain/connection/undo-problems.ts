import { checkExpression } from '../expression/check'
import type { Problem } from '../problem'
import { argumentNames, neededArguments, type Operation } from './operation'

/**
 * What keeps what an operation did from being taken back as it says, each with a JSON Pointer into the operation.
 * @param others what may be called of its connection, by name
 */
export function undoProblems(
  { undo, input, output }: Operation,
  others: ReadonlyMap<string, Operation>,
): Problem[] {
  if (!undo) return []
  const by = others.get(undo.operation)
  if (by?.effect !== 'write')
    return [
      {
        pointer: '/undo/operation',
        message: `There is no operation ${undo.operation} that writes and is switched on.`,
        expected: 'an operation that writes',
      },
    ]
  const at = (name: string): string => `/undo/arguments/${name}`
  const known = argumentNames(by)
  const problems = neededArguments(by)
    .filter((name) => !Object.hasOwn(undo.arguments, name))
    .map((name): Problem => ({
      pointer: at(name),
      message: `${by.title} needs ${name}.`,
      expected: 'an expression over input and answer',
    }))
  for (const [name, source] of Object.entries(undo.arguments)) {
    if (!known.includes(name))
      problems.push({
        pointer: at(name),
        message: `${by.title} takes no ${name}.`,
        expected: known.join(', ') || 'no argument',
      })
    const checked = checkExpression(source, { input, answer: output })
    if (!checked.ok)
      problems.push({
        pointer: at(name),
        message: checked.message,
        expected: 'an expression over input and answer',
      })
  }
  return problems
}
