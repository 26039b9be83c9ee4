import { z } from 'zod'
import { routes } from './routes'

const problem = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          pointer: { type: 'string' },
          message: { type: 'string' },
          expected: { type: 'string' },
        },
        required: ['pointer', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status'],
}

const jsonSchema = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' })

/** OpenAPI 3.1 description of the REST interface, made from the routes themselves. */
export function openApi(origin: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const query = route.query ? jsonSchema(route.query) : undefined
    const item = (paths[route.path] ??= {})
    item[route.method.toLowerCase()] = {
      operationId: `${route.method.toLowerCase()}${route.path.replace(/[^A-Za-z]+(.)?/g, (_all, next: string | undefined) => next?.toUpperCase() ?? '')}`,
      summary: route.summary,
      tags: [route.tag],
      description: `Requires the permission \`${route.requires}\`${route.instead ? `, or \`${route.instead}\`` : ''}.`,
      parameters: [
        ...[...route.path.matchAll(/\{(.+?)\}/g)].map(([, name]) => ({
          name,
          in: 'path',
          required: true,
          schema: { type: 'string' },
        })),
        ...Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
          name,
          in: 'query',
          required: query?.required?.includes(name) ?? false,
          schema,
        })),
        ...Object.entries(route.headers ?? {}).map(([name, description]) => ({
          name,
          in: 'header',
          required: false,
          description,
          schema: { type: 'string' },
        })),
      ],
      ...(route.body
        ? {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: jsonSchema(route.body) } },
            },
          }
        : {}),
      responses: {
        [route.status]: {
          description: 'Done',
          content: { 'application/json': { schema: jsonSchema(route.answers) } },
        },
        default: {
          description: 'A problem',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      security: [{ token: [] }],
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Baton',
      version: '1',
      description: 'Money is a decimal string of micro-dollars; times are UTC.',
    },
    servers: [{ url: `${origin}/api/v1` }],
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  }
}
