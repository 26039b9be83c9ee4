import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'

it(
  'answers for a path that is no UTF-8, and leaves every other to the server',
  { timeout: 20_000 },
  async () => {
    const script = `
    const server = require('node:http').createServer((request, response) => response.end(request.url))
    server.listen(0, '127.0.0.1', () => console.log(server.address().port))`
    const child = spawn(process.execPath, ['--import', './server/main/start/address.mjs', '-e', script])
    try {
      const [port] = (await once(child.stdout, 'data')) as [Buffer]
      const origin = `http://127.0.0.1:${port.toString().trim()}`
      for (const path of ['/api/v1/runs/%ff', '/runs/%', '/%c3%28/x?y=1']) {
        const response = await fetch(origin + path)
        expect([response.status, response.headers.get('content-type')]).toEqual([
          404,
          'application/problem+json',
        ])
        expect(await response.json()).toMatchObject({ type: 'urn:baton:problem:not_found', status: 404 })
      }
      for (const path of ['/runs/%C3%A9', '/runs?text=%ff', '/'])
        expect(await (await fetch(origin + path)).text()).toBe(path)
    } finally {
      child.kill()
    }
  },
)
