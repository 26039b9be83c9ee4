import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { discoverModels } from './discover'

let server: Server | undefined
afterEach(() => new Promise<void>((resolve) => server?.close(() => resolve())))

/** The address of an endpoint that answers with this body and says nothing of its type. */
async function untyped(body: string): Promise<string> {
  const listening = (server = createServer((_, response) => response.end(body)))
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/v1`
}

it('reads a list that bears no content type', async () => {
  const address = await untyped('{"data":[{"id":"alpha"},{"id":"beta"}]}')
  expect((await discoverModels(address, undefined)).map(({ name }) => name)).toEqual(['alpha', 'beta'])
})

it('says so when what bears none is no list', async () => {
  await expect(discoverModels(await untyped('<html>'), undefined)).rejects.toThrow('is not JSON')
})
