import { isRecord, own, stringKeyword, type SchemaObject } from '../json-schema'
import { pointerOf, valueAtPointer } from '../../pointer'
import { contractFromPart } from './from-json-schema'
import { contractNameFrom, refused, type ImportedContract } from './imported'
import type { Dialect } from './translate'

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'trace']
const MOST_OPERATIONS = 2000

/** A message of an operation that a contract can be made of. */
export interface OperationPart {
  /** `request`, `parameters` or `response 200`. */
  id: string
  /** JSON Pointer to its schema, or for parameters to the operation. */
  pointer: string
}

export interface Operation {
  method: string
  path: string
  /** What the document says it does, in a line. */
  summary: string
  operationId: string | undefined
  parts: OperationPart[]
}

/** Whether a value says of itself that it describes an API. */
export const isOpenApi = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && (typeof value.openapi === 'string' || typeof value.swagger === 'string')

/**
 * The operations of an OpenAPI document whose messages are JSON, in its order.
 * @throws BatonError invalid for another version
 */
export function operationsOf(document: Record<string, unknown>): Operation[] {
  dialectOf(document)
  const paths = own(document, 'paths')
  const operations = !isRecord(paths)
    ? []
    : Object.entries(paths).flatMap(([path, stored]) => {
        const { value: item, pointer: at } = located(document, stored, pointerOf(['paths', path]))
        return METHODS.flatMap((method): Operation[] => {
          const operation = isRecord(item) ? own(item, method) : undefined
          if (!isRecord(operation)) return []
          const parts = partsOf(document, at, item as SchemaObject, method)
          const summary = stringKeyword(operation, 'summary') ?? ''
          return [{ method, path, summary, operationId: stringKeyword(operation, 'operationId'), parts }]
        })
      })
  if (operations.length > MOST_OPERATIONS)
    throw refused('/paths', 'This API is too large to choose from.', `at most ${MOST_OPERATIONS} operations`)
  return operations
}

/**
 * A contract from one message of an operation: references taken over, `nullable` and exclusive bounds translated, fields
 * that are of the other direction only left out.
 * @throws BatonError invalid
 */
export function contractFromOperation(
  document: Record<string, unknown>,
  { method, path, operationId }: Operation,
  part: OperationPart,
): ImportedContract {
  const side = part.id.startsWith('response') ? 'response' : 'request'
  const name = `${contractNameFrom(operationId ?? `${method} ${path}`)}.${part.id.split(' ')[0] ?? side}`
  const options = { dialect: dialectOf(document), side } as const
  const schema =
    part.id === 'parameters'
      ? parametersSchema(document, part.pointer)
      : valueAtPointer(document, part.pointer)
  if (schema === undefined) throw refused(part.pointer, 'There is no schema here.', 'a schema')
  return contractFromPart(document, schema, part.pointer, name, options)
}

function dialectOf(document: Record<string, unknown>): Dialect {
  const version = stringKeyword(document, 'openapi') ?? ''
  if (/^3\.0\./.test(version)) return 'openapi-3.0'
  if (/^3\.1\./.test(version)) return 'openapi-3.1'
  const said =
    typeof document['swagger'] === 'string' ? `Swagger ${document['swagger']}` : `OpenAPI ${version}`
  throw refused('', `${said} is not read. Convert it to OpenAPI 3 first.`, 'OpenAPI 3.0 or 3.1')
}

function partsOf(
  document: Record<string, unknown>,
  at: string,
  item: SchemaObject,
  method: string,
): OperationPart[] {
  const operation = own(item, method) as SchemaObject
  const here = `${at}/${method}`
  const body = located(document, own(operation, 'requestBody'), `${here}/requestBody`)
  const responses = own(operation, 'responses')
  const answers = isRecord(responses)
    ? Object.entries(responses).map(([status, response]) => ({
        id: `response ${status}`,
        ...located(document, response, here + pointerOf(['responses', status])),
      }))
    : []
  return [
    ...(parametersOf(document, item, operation).length > 0 ? [{ id: 'parameters', pointer: here }] : []),
    ...[{ id: 'request', ...body }, ...answers].flatMap(({ id, value, pointer }): OperationPart[] => {
      const content = isRecord(value) ? own(value, 'content') : undefined
      const type = isRecord(content) ? Object.keys(content).find(isJson) : undefined
      if (!isRecord(content) || type === undefined) return []
      const media = content[type]
      if (!isRecord(media) || own(media, 'schema') === undefined) return []
      return [{ id, pointer: pointer + pointerOf(['content', type, 'schema']) }]
    }),
  ]
}

const isJson = (type: string): boolean => /^(application\/([\w.+-]+\+)?json|\*\/\*)\s*(;|$)/i.test(type)

/** Path and query parameters, those of the operation before those of its path. */
function parametersOf(
  document: Record<string, unknown>,
  item: SchemaObject,
  operation: SchemaObject,
): SchemaObject[] {
  const listed = [own(operation, 'parameters'), own(item, 'parameters')].flatMap((list) =>
    Array.isArray(list) ? list.map((one) => resolved(document, one)).filter(isRecord) : [],
  )
  return listed.filter(
    (one, i) =>
      ['path', 'query'].includes(String(own(one, 'in'))) &&
      typeof one.name === 'string' &&
      listed.findIndex(({ name, in: place }) => name === one.name && place === one.in) === i,
  )
}

/** An object with a field for each parameter. */
function parametersSchema(document: Record<string, unknown>, pointer: string): SchemaObject {
  const place = pointer.split('/').slice(0, -1).join('/')
  const item = resolved(document, valueAtPointer(document, place))
  const operation = isRecord(item) ? own(item, pointer.split('/').at(-1) ?? '') : undefined
  const parameters = isRecord(item) && isRecord(operation) ? parametersOf(document, item, operation) : []
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map((one) => {
        const schema = isRecord(one.schema) ? one.schema : {}
        const description = stringKeyword(one, 'description')
        return [one.name, { ...(description !== undefined && { description }), ...schema }]
      }),
    ),
    required: parameters.filter((one) => one.required === true).map((one) => one.name),
    additionalProperties: false,
  }
}

/** What a reference leads to, or the thing itself, and where it stands. */
function located(
  document: Record<string, unknown>,
  value: unknown,
  pointer: string,
): { value: unknown; pointer: string } {
  let at = { value, pointer }
  for (let turns = 0; turns < 20 && isRecord(at.value); turns++) {
    const reference = own(at.value, '$ref')
    if (typeof reference !== 'string') return at
    if (!reference.startsWith('#/')) return { value: undefined, pointer }
    const to = pointerIn(reference)
    at = { value: valueAtPointer(document, to), pointer: to }
  }
  return at
}

/** The JSON Pointer of a reference within the document (RFC 6901, 6). */
function pointerIn(reference: string): string {
  try {
    return decodeURIComponent(reference.slice(1))
  } catch {
    return reference.slice(1)
  }
}

const resolved = (document: Record<string, unknown>, value: unknown): unknown =>
  located(document, value, '').value
