// A model endpoint that says the same after a while, in a process of its own: BENCH_ANSWER after BENCH_LATENCY_MS.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const latencyMs = Number(process.env['BENCH_LATENCY_MS'] ?? 50)
const completion = JSON.stringify({
  id: 'bench',
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: process.env['BENCH_ANSWER'] ?? '' },
    },
  ],
  usage: { prompt_tokens: 100, completion_tokens: 80, total_tokens: 180 },
})

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    void sleep(latencyMs).then(() => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(completion)
    })
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  process.send?.({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` })
})
process.on('disconnect', () => process.exit(0))
