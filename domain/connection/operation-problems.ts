import { schemaProblems } from '../contract/schema-problems'
import type { Problem } from '../problem'
import { argumentNames, neededArguments, type Operation } from './operation'
import type { ConnectionKind } from './kinds/registry'

/**
 * What keeps an operation from being used, each with a JSON Pointer into it. Empty when it is sound.
 * @param kind of the connection it is for
 */
export function operationProblems(operation: Operation, kind: ConnectionKind): Problem[] {
  const { input, output, request, effect } = operation
  if (request.kind !== kind)
    return [
      { pointer: '/request/kind', message: 'It belongs to another kind of connection.', expected: kind },
    ]
  const problems: Problem[] = [
    ...below('/input', schemaProblems(input)),
    ...(output === undefined ? [] : below('/output', schemaProblems(output))),
  ]
  if (input['type'] !== 'object')
    problems.push({
      pointer: '/input',
      message: 'Arguments have names: they are an object.',
      expected: '"type": "object"',
    })
  const names = argumentNames(operation)
  const unknown = (name: string, pointer: string): void => {
    if (!names.includes(name))
      problems.push({
        pointer,
        message: `There is no argument ${name}.`,
        expected: names.join(', ') || 'an argument',
      })
  }
  if (request.kind === 'http') {
    const parts = [...request.path.matchAll(/\{([^{}/]+)\}/g)].map(([, name]) => name ?? '')
    const needed = neededArguments(operation)
    for (const name of parts) {
      unknown(name, '/request/path')
      if (names.includes(name) && !needed.includes(name))
        problems.push({
          pointer: '/input',
          message: `${name} stands in the path: it must be given.`,
          expected: 'required',
        })
    }
    request.query.forEach((name, i) => unknown(name, `/request/query/${i}`))
    if (request.body && 'fields' in request.body)
      request.body.fields.forEach((name, i) => unknown(name, `/request/body/fields/${i}`))
    else if (request.body) unknown(request.body.argument, '/request/body/argument')
    // Whatever it is called, only GET is safe (RFC 9110, 9.2.1).
    if (effect === 'read' && request.method !== 'GET')
      problems.push({
        pointer: '/effect',
        message: `${request.method} may change something: it writes.`,
        expected: 'write',
      })
  }
  if (request.kind === 'postgres') {
    request.values.forEach((name, i) => unknown(name, `/request/values/${i}`))
    problems.push(...statementProblems(request.statement, request.values.length, effect))
  }
  if (request.kind === 'webhook' && effect === 'read')
    problems.push({ pointer: '/effect', message: 'A message goes out: it writes.', expected: 'write' })
  if (operation.undo?.operation === operation.name)
    problems.push({
      pointer: '/undo/operation',
      message: 'It cannot take itself back.',
      expected: 'another operation',
    })
  return problems
}

const READS = /^(select|with|values|table)\b/i

/**
 * Parameters by number, without gaps, no second statement, and of a read that it begins as a query. That it only reads is
 * the database's to see to: it is asked in a transaction that is read only.
 */
function statementProblems(statement: string, values: number, effect: Operation['effect']): Problem[] {
  const pointer = '/request/statement'
  const used = [...statement.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number))
  const most = Math.max(0, ...used)
  const problems: Problem[] = []
  if (most !== values)
    problems.push({
      pointer,
      message: `It uses ${most === 0 ? 'no argument' : `arguments up to $${most}`}, and ${values} are named for it.`,
      expected: `$1 to $${values}`,
    })
  if (/;\s*\S/.test(statement))
    problems.push({
      pointer,
      message: 'It is one statement: nothing comes after a semicolon.',
      expected: 'one statement',
    })
  const begins = statement.replace(/^(\s|--[^\n]*(\n|$)|\/\*[^]*?\*\/)+/, '')
  if (effect === 'read' && !READS.test(begins))
    problems.push({
      pointer,
      message: 'A query begins with SELECT, WITH, VALUES or TABLE.',
      expected: 'a query',
    })
  return problems
}

const below = (at: string, problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => ({ ...problem, pointer: at + problem.pointer }))
