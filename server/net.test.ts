import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { presidioNames } from '@/server/connectors/presidio'
import { createLog } from './log'
import { screened, screenedText, screenOf, strictScreen } from './net'

/** Speaks Presidio's REST API (POST /analyze) and knows a few names; it counts characters, as Python does. */
const NAMES = ['Ada Lovelace', 'Brașov']
let server: Server
let url: string
let asked: Record<string, unknown>[]
let answers: 'names' | 'late' | 'failure' | 'nonsense'

beforeAll(async () => {
  server = createServer((request, response) => {
    void (async () => {
      let text = ''
      for await (const chunk of request) text += String(chunk)
      const body = JSON.parse(text) as { text: string }
      asked.push({ method: request.method, path: request.url, ...body })
      if (answers === 'late') await sleep(400)
      const send = (status: number, value: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(value))
      }
      if (answers === 'failure') return send(500, { error: body.text })
      if (answers === 'nonsense') return send(200, { found: true })
      const characters = [...body.text]
      const found = NAMES.flatMap((name) =>
        characters.flatMap((_, start) => {
          const end = start + [...name].length
          const is = characters.slice(start, end).join('') === name
          return is ? [{ entity_type: 'PERSON', start, end, score: 0.85, analysis_explanation: null }] : []
        }),
      )
      const unsure = { entity_type: 'PERSON', start: 0, end: characters.length, score: 0.2 }
      send(200, [...found, unsure])
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  asked = []
  answers = 'names'
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const value = { note: 'Met Ada Lovelace 🙂 in Brașov; ada@mail.example', id: 17, ok: true }

describe('with an analyzer of names', () => {
  test('takes names out besides, wherever characters and units differ', async () => {
    expect(await screened(value, strictScreen(), presidioNames(url))).toEqual({
      value: { note: 'Met [PERSON] 🙂 in [PERSON]; [EMAIL_ADDRESS]', id: 17, ok: true },
      caught: { PERSON: 2, EMAIL_ADDRESS: 1 },
    })
    expect(asked).toMatchObject([
      { method: 'POST', path: '/analyze', language: 'en', entities: ['PERSON', 'LOCATION', 'NRP'] },
    ])
  })

  test('asks once for all texts of a value, and not again for what has been through', async () => {
    const [screen, names] = [strictScreen(), presidioNames(url)]
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`f${i}`, `Seen by Ada Lovelace, ${i} times`]),
    )
    const first = await screened(many, screen, names)
    expect(first.caught).toEqual({ PERSON: 40 })
    expect(await screened(first.value, screen, names)).toEqual({ value: first.value, caught: {} })
    expect(asked).toHaveLength(1)
  })

  test('long texts are asked about in pieces, and no name is lost between them', async () => {
    const long = `${'word '.repeat(9_998)}Ada Lovelace ${'word '.repeat(9_000)}Ada Lovelace`
    const { caught } = await screened(long, strictScreen(), presidioNames(url))
    expect(caught).toEqual({ PERSON: 2 })
    expect(asked.length).toBeGreaterThan(1)
  })

  test.each(['late', 'failure', 'nonsense'] as const)(
    'masks every text whole where it answers with %s',
    async (how) => {
      answers = how
      const names = presidioNames(url, 100)
      expect(await screened(value, strictScreen(), names)).toEqual({
        value: { note: '[masked]', id: 17, ok: true },
        caught: { UNREAD_TEXT: 1 },
      })
      // It is left alone for a while, and nothing comes through meanwhile.
      answers = 'names'
      expect((await screened(value, strictScreen(), names)).value).toMatchObject({ note: '[masked]' })
      expect(asked).toHaveLength(1)
    },
  )

  test('masks as well where nobody answers there at all; who may have names is sent the text', async () => {
    const nobody = presidioNames('http://127.0.0.1:9', 200)
    expect((await screened('Ada Lovelace', strictScreen(), nobody)).value).toBe('[masked]')
    const holder = screenOf(({ type }) => type === 'PERSON')
    expect((await screened('Ada Lovelace, ada@mail.example', holder, nobody)).value).toBe(
      'Ada Lovelace, [EMAIL_ADDRESS]',
    )
  })
})

describe('without one', () => {
  test('JSON stays JSON, and what only looks like it is looked at as a text', async () => {
    const json = '{"to":"ada@mail.example","text":"Line\\nada@mail.example"}'
    expect(JSON.parse((await screenedText(json, strictScreen())).value)).toEqual({
      to: '[EMAIL_ADDRESS]',
      text: 'Line\n[EMAIL_ADDRESS]',
    })
    expect((await screenedText('{"to":"ada@mail.example","te', strictScreen())).value).toBe(
      '{"to":"[EMAIL_ADDRESS]","te',
    )
    const clean = '{ "a" : 1 }'
    expect((await screenedText(clean, strictScreen())).value).toBe(clean)
  })
})

describe('log lines', () => {
  const logged = (write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> => {
    const lines: string[] = []
    write(createLog({ write: (line) => void lines.push(line) }))
    return JSON.parse(lines.join('')) as Record<string, unknown>
  }

  test('bear no personal data, in whatever part of them it came', () => {
    const line = logged((log) =>
      log.error(
        {
          err: new Error('no such user ada@mail.example'),
          run: 'run_1',
          detail: { phone: '+1 415-555-0133' },
        },
        'could not write to ada@mail.example',
      ),
    )
    expect(JSON.stringify(line)).not.toMatch(/ada@|0133/)
    expect(line).toMatchObject({
      level: 50,
      run: 'run_1',
      msg: 'could not write to [EMAIL_ADDRESS]',
      err: { type: 'Error', message: 'no such user [EMAIL_ADDRESS]' },
      detail: { phone: '[PHONE_NUMBER]' },
    })
  })

  test('keep the addresses of one’s own machines, and no others', () => {
    expect(logged((log) => log.info('ready on http://127.0.0.1:3000'))).toMatchObject({
      msg: 'ready on http://127.0.0.1:3000',
    })
    expect(logged((log) => log.info('refused 203.0.113.9'))).toMatchObject({ msg: 'refused [IP_ADDRESS]' })
  })
})
