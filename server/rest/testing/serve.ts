import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'

/** A handler of Next's kind behind real HTTP on loopback; the last part of the path is what its route is named by. */
export async function serve(handle: (request: Request, name: string) => Promise<Response>) {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming).then(async (response) => {
      // A body that was refused is not read to its end: the next request comes on another line.
      outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), connection: 'close' })
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    })
  })
  const answer = async (incoming: IncomingMessage): Promise<Response> => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`)
    const hasBody = !['GET', 'HEAD'].includes(incoming.method ?? 'GET')
    const request = new Request(url, {
      method: incoming.method ?? 'GET',
      headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
      ...(hasBody
        ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' as const }
        : {}),
    })
    return handle(request, url.pathname.split('/').at(-1) ?? '')
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
