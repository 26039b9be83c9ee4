import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOpenAiClient, type ProviderError } from './openai'

const reached: string[] = []
let elsewhere: Server
let redirecting: Server
const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    reached.push(String(request.headers.authorization))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}')
  })
  await listen(elsewhere)
  redirecting = createServer((_request, response) => {
    response.writeHead(307, { location: `${urlOf(elsewhere)}/v1/models` }).end()
  })
  await listen(redirecting)
})
afterAll(() => {
  for (const server of [elsewhere, redirecting]) server.close()
})

const failure = async (baseUrl: string) => {
  const error: unknown = await createOpenAiClient(baseUrl, 'sk-secret')
    .models(3000)
    .catch((thrown: unknown) => thrown)
  return (error as ProviderError).failure
}

it.each([
  'http://169.254.169.254/latest',
  'http://[::ffff:169.254.169.254]/v1',
  'http://0xa9fea9fe/v1',
  'http://2852039166/v1',
  'http://[fd00:ec2::254]/v1',
  'http://0.0.0.0:1/v1',
  'http://[fe80::1]/v1',
])('asks no metadata service for models: %s', async (baseUrl) => {
  expect(await failure(baseUrl)).toEqual({
    code: 'misconfigured',
    message: 'Misconfigured: the provider is at an address that may not be called.',
  })
})

it('asks models on this machine, and goes where it was told only', async () => {
  expect(await createOpenAiClient(`${urlOf(elsewhere)}/v1`).models(3000)).toEqual([])
  expect(reached).toHaveLength(1)
  expect(await failure(`${urlOf(redirecting)}/v1`)).toMatchObject({ code: 'misconfigured', status: 307 })
  expect(reached).toHaveLength(1)
})
