import { describe, expect, it } from 'vitest'
import { evaluateSchema } from '@/domain/contract/evaluate'
import type { JsonSchema } from '@/domain/contract/json-schema'
import { schemaProblems } from '@/domain/contract/schema-problems'
import { quillonTeam } from '@/server/services/testing/quillon'
import { openApi } from './openapi'
import { routes } from './routes'

interface Parameter {
  name: string
  in: string
  required: boolean
  schema: unknown
  description?: string
}
interface Content {
  content: Record<string, { schema: Record<string, unknown> }>
}
interface Operation {
  operationId: string
  summary: string
  description: string
  parameters: Parameter[]
  requestBody?: Content & { required: boolean }
  responses: Record<string, Content & { description: string }>
  security: Record<string, string[]>[]
}
interface Description {
  openapi: string
  info: { title: string; version: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> }
}

// As it goes over the line.
const description = JSON.parse(JSON.stringify(openApi('http://127.0.0.1:3000'))) as Description
const operations = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)

/** Every value of a key, wherever it stands. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === key ? [inner as unknown] : []),
    ...valuesOf(inner, key),
  ])
}

const at = (root: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, token) => (value as Record<string, unknown> | undefined)?.[token], root)

describe('the description of the REST interface', () => {
  it('is OpenAPI 3.1 with all it must have', () => {
    expect(description.openapi).toMatch(/^3\.1\.\d+$/)
    expect(description.info).toMatchObject({ title: 'Baton', version: expect.any(String) as string })
    expect(description.servers).toEqual([{ url: 'http://127.0.0.1:3000/api/v1' }])
    expect(description.components.securitySchemes).toEqual({ token: { type: 'http', scheme: 'bearer' } })
    for (const { path } of operations) expect(path).toMatch(/^\/[a-z{]/)
  })

  it('lists every route, and no other', () => {
    expect(operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()).toEqual(
      routes.map(({ method, path }) => `${method} ${path}`).sort(),
    )
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(routes.length)
  })

  it.each(operations)('$method $path says what it takes and answers', ({ path, operation }) => {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/)
    expect(operation.summary).not.toBe('')
    expect(operation.description).toMatch(/Requires the permission `[a-z]+\.[a-z]+`/)
    expect(operation.security).toEqual([{ token: [] }])
    const inPath = operation.parameters.filter((each) => each.in === 'path')
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{.+?\}/g) ?? [])
    for (const { name, in: place, required, schema } of operation.parameters) {
      expect([name, ['path', 'query', 'header'].includes(place), typeof schema]).toEqual([
        name,
        true,
        'object',
      ])
      if (place === 'path') expect(required).toBe(true)
    }
    expect(Object.keys(operation.responses)).toContain('default')
    expect(Object.keys(operation.responses.default?.content ?? {})).toEqual(['application/problem+json'])
    const [status] = Object.keys(operation.responses)
    expect(status).toMatch(/^20[01]$/)
  })

  it('has no reference that leads nowhere', () => {
    const references = valuesOf(description, '$ref')
    expect(references.length).toBeGreaterThan(0)
    for (const reference of references) {
      expect(reference).toMatch(/^#\//)
      expect(at(description, String(reference).slice(1))).toBeTypeOf('object')
    }
  })

  it('holds sound JSON Schemas 2020-12 only', () => {
    for (const schema of valuesOf(description.paths, 'schema')) {
      const wrapped = { type: 'object', properties: { it: schema } }
      expect(schemaProblems(wrapped).filter(({ pointer }) => !pointer.endsWith('$ref'))).toEqual([])
    }
  })

  it('says of a query what must be given', () => {
    const required = (description.paths['/costs']?.get?.parameters ?? []).filter((each) => each.required)
    expect(required.map(({ name }) => name)).toEqual(['from', 'to'])
  })

  it('describes a team’s document by a schema that a sound one fits', () => {
    const answer =
      description.paths['/teams/{slug}']?.get?.responses['200']?.content['application/json']?.schema
    const document = (answer?.properties as Record<string, JsonSchema>)['document'] ?? false
    expect(evaluateSchema(document, JSON.parse(JSON.stringify(quillonTeam())))).toBe(true)
    expect(evaluateSchema(document, { format: 1 })).toBe(false)
  })
})
