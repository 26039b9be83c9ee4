import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A service outside: orders, behind a key that its keeper may change. */
export async function startOrderDesk(key: string) {
  const desk = { key }
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      void response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ...body, path: request.url }))
    if (request.headers.authorization !== `Bearer ${desk.key}`) return answer(401, { error: 'wrong key' })
    if (request.url === '/api/orders/O-7') return answer(200, { id: 'O-7', total: 129.5 })
    answer(404, { error: 'no such order' })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(desk, {
    host,
    baseUrl: `http://${host}/api`,
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((done) => server.close(() => done()))
    },
  })
}

/** How it describes itself: one operation that is taken over, and one that Baton cannot ask. */
export const ORDER_DESK_API = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Order desk', version: '2.4' },
  paths: {
    '/orders/{id}': {
      get: {
        operationId: 'getOrder',
        summary: 'One order',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          200: {
            description: 'The order',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { id: { type: 'string' }, total: { type: 'number' } },
                },
              },
            },
          },
        },
      },
    },
    '/orders': {
      post: {
        operationId: 'uploadOrders',
        summary: 'Upload orders as a file',
        requestBody: { content: { 'multipart/form-data': { schema: { type: 'object' } } } },
        responses: { 200: { description: 'Taken' } },
      },
    },
  },
})
