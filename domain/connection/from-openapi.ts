import {
  contractFromOperation,
  operationsOf,
  type Operation as ApiOperation,
} from '../contract/import/from-openapi'
import { refused } from '../contract/import/imported'
import { readImport } from '../contract/import/read-source'
import { isRecord, own, stringKeyword, type SchemaObject } from '../contract/json-schema'
import { BatonError } from '../problem'
import { freeName } from './approval'
import type { Operation } from './operation'

/** An operation of an API, as it would be added; or why it cannot be. */
export interface ApiChoice {
  method: string
  path: string
  summary: string
  operation?: Operation
  /** What could not be taken over exactly. */
  notes: string[]
  problem?: string
}

export interface Api {
  title: string
  version: string
  /** Where the document says that its servers are; the connection's own address counts. */
  servers: string[]
  choices: ApiChoice[]
}

/**
 * What an OpenAPI document (3.0 or 3.1, JSON or YAML) offers, each with the schemas of what goes in and comes back.
 * References lead within the document; nothing is fetched.
 * @param taken names of the connection's operations
 * @throws BatonError invalid where it is no such document
 */
export function apiFrom(text: string, taken: readonly string[]): Api {
  const source = readImport(text, 'openapi')
  if (source.sort !== 'openapi') throw refused('', 'This is no OpenAPI document.')
  const { document } = source
  const info = own(document, 'info')
  const named = (key: string): string => (isRecord(info) ? (stringKeyword(info, key) ?? '') : '')
  const servers = own(document, 'servers')
  const names = [...taken]
  return {
    title: named('title'),
    version: named('version'),
    servers: (Array.isArray(servers) ? servers : []).flatMap((one) =>
      isRecord(one) && typeof one.url === 'string' ? [one.url] : [],
    ),
    choices: operationsOf(document).flatMap((one) => {
      const method = METHOD[one.method]
      if (!method) return []
      const choice = choiceOf(document, one, method, names)
      if (choice.operation) names.push(choice.operation.name)
      return [choice]
    }),
  }
}

type Method = Extract<Operation['request'], { kind: 'http' }>['method']
const METHOD: Record<string, Method> = {
  get: 'GET',
  post: 'POST',
  put: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
}
/** RFC 9110, 9.2.2. */
const IDEMPOTENT = new Set<Method>(['GET', 'PUT', 'DELETE'])

function choiceOf(
  document: Record<string, unknown>,
  operation: ApiOperation,
  method: Method,
  taken: readonly string[],
): ApiChoice {
  const { path, summary, operationId } = operation
  const about = { method, path, summary }
  try {
    const part = (id: (id: string) => boolean) => {
      const found = operation.parts.find((one) => id(one.id))
      return found && contractFromOperation(document, operation, found)
    }
    const parameters = part((id) => id === 'parameters')
    const body = part((id) => id === 'request')
    if (!body && takesBody(document, path, method))
      throw refused('', 'What it takes is not JSON, and nothing else can be sent.')
    const answer = part((id) => /^response 2/.test(id)) ?? part((id) => id === 'response default')
    const { input, request } = requestOf(method, path, parameters?.schema, body?.schema)
    return {
      ...about,
      notes: [parameters, body, answer].flatMap((one) => one?.notes.map(({ message }) => message) ?? []),
      operation: {
        name: freeName(operationId ?? `${method} ${path}`, taken),
        title: (summary || operationId || `${method} ${path}`).slice(0, 120),
        description: '',
        effect: method === 'GET' ? 'read' : 'write',
        idempotent: IDEMPOTENT.has(method),
        input,
        ...(answer && { output: answer.schema }),
        request,
      },
    }
  } catch (error) {
    if (!(error instanceof BatonError)) throw error
    return { ...about, notes: [], problem: error.message }
  }
}

/** Whether something is sent to it, in whatever form. */
function takesBody(document: Record<string, unknown>, path: string, method: Method): boolean {
  let at: unknown = document
  for (const key of ['paths', path, method.toLowerCase()]) at = isRecord(at) ? own(at, key) : undefined
  return isRecord(at) && isRecord(own(at, 'requestBody'))
}

/** What says nothing but which fields there are: such a body's fields can stand beside the parameters. */
const FLAT = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'title',
  'description',
  '$defs',
])

function requestOf(
  method: Method,
  path: string,
  parameters: SchemaObject | undefined,
  body: SchemaObject | undefined,
): Pick<Operation, 'input' | 'request'> {
  const outer = fieldsOf(parameters)
  const inner = fieldsOf(body)
  const inPath = [...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name]) => name ?? '')
  for (const name of inPath)
    if (!(name in outer.properties))
      throw refused('', `The path has {${name}}, which the document does not describe.`)
  const flat =
    body !== undefined &&
    Object.keys(body).every((key) => FLAT.has(key)) &&
    Object.keys(inner.properties).length > 0 &&
    !Object.keys(inner.properties).some((name) => name in outer.properties)
  const { $defs: innerDefs, ...rest } = body ?? {}
  const beside = flat ? inner.properties : body ? { body: rest } : {}
  const defs = { ...defsOf(parameters), ...(isRecord(innerDefs) ? innerDefs : {}) }
  const names = Object.keys(inner.properties)
  return {
    input: {
      type: 'object',
      properties: { ...outer.properties, ...beside },
      required: [...outer.required, ...(flat ? inner.required : body ? ['body'] : [])],
      additionalProperties: flat ? (body['additionalProperties'] ?? false) : false,
      ...(Object.keys(defs).length > 0 && { $defs: defs }),
    },
    request: {
      kind: 'http',
      method,
      path,
      query: Object.keys(outer.properties).filter((name) => !inPath.includes(name)),
      ...(flat ? { body: { fields: names } } : body ? { body: { argument: 'body' } } : {}),
    },
  }
}

function fieldsOf(schema: SchemaObject | undefined): {
  properties: Record<string, unknown>
  required: string[]
} {
  const properties = schema && own(schema, 'properties')
  const required = schema && own(schema, 'required')
  return {
    properties: isRecord(properties) ? properties : {},
    required: Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [],
  }
}

function defsOf(schema: SchemaObject | undefined): Record<string, unknown> {
  const defs = schema && own(schema, '$defs')
  return isRecord(defs) ? defs : {}
}
