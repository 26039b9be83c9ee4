import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { isRecord } from '@/domain/contract/json-schema'
import {
  CATEGORIES,
  CLASSIFICATIONS,
  type Category,
  type Classification,
} from '@/domain/policy/classification'
import type { Bundle } from '@/domain/team/bundle'
import type { TeamDocument } from '@/domain/team/document'

/** A field that was added to every contract, to be known again wherever its value turns up. */
export interface WideField {
  name: string
  /** Absent of the one that nobody has classified. */
  classification?: Classification
  categories: Category[]
}

const KINDS: Category[][] = [[], ...CATEGORIES.map((category) => [category]), ['pii', 'financial']]

/** Every classification with no category, each of them, and two; and one field that is new and not classified. */
export const WIDE: readonly WideField[] = [
  ...CLASSIFICATIONS.flatMap((classification) =>
    KINDS.map((categories) => ({
      name: `wide_${classification}_${categories.join('_') || 'plain'}`,
      classification,
      categories,
    })),
  ),
  { name: 'wide_new', categories: [] },
]

/** Where they stand in a contract: beside its own fields, within an object, and in the items of a list. */
export const PLACES = ['root', 'within', 'items'] as const
type Place = (typeof PLACES)[number]

const fields = (): Record<string, unknown> =>
  Object.fromEntries(
    WIDE.map(({ name, classification, categories }) => [
      name,
      {
        type: 'string',
        maxLength: 80,
        ...(classification && { 'x-classification': classification }),
        ...(categories.length > 0 && { 'x-categories': categories }),
      },
    ]),
  )
const object = () => ({ type: 'object', properties: fields(), additionalProperties: false })

/** A drawing whose contracts have all of them besides, none required. */
export function widened(document: TeamDocument): TeamDocument {
  return {
    ...document,
    contracts: document.contracts.map((contract) => {
      const { schema } = contract
      if (!isRecord(schema['properties'])) return contract
      const wide = { ...fields(), wide_within: object(), wide_items: { type: 'array', items: object() } }
      return { ...contract, schema: { ...schema, properties: { ...schema['properties'], ...wide } } }
    }),
  }
}

/** One value of one field of one slot, unlike any other. */
export interface Canary {
  token: string
  slot: string
  place: Place
  field: WideField
}

const TOKEN = /qz\d+[a-z]+zq/g
const LETTERS = 'bcdfghjklm'

/** Values for the fields of slots, each of which occurs nowhere else. */
export class Canaries {
  readonly all = new Map<string, Canary>()

  /** What a value of a slot has in those fields. */
  for(slot: string): Record<string, unknown> {
    return {
      ...this.fieldsOf(slot, 'root'),
      wide_within: this.fieldsOf(slot, 'within'),
      wide_items: [this.fieldsOf(slot, 'items'), this.fieldsOf(slot, 'items')],
    }
  }

  /** All that stand in a text. */
  in(text: string): Canary[] {
    return [...new Set(text.match(TOKEN))].flatMap((token) => this.all.get(token) ?? [])
  }

  private fieldsOf(slot: string, place: Place): Record<string, string> {
    return Object.fromEntries(
      WIDE.map((field) => {
        // Letters at its end: nothing that looks like a number to anybody.
        const serial = [...String(this.all.size)].map((digit) => LETTERS[Number(digit)]).join('')
        const token = `qz${this.all.size % 7}${serial}zq`
        this.all.set(token, { token, slot, place, field })
        return [field.name, token]
      }),
    )
  }
}

/** A request that passed through. */
export interface Passed {
  method: string
  path: string
  headers: string
  body: string
}

export interface Wire {
  origin: string
  /** Of models: their requests, in order. */
  prompts: Passed[]
  /** Of connections: tools, reads and writes. */
  calls: Passed[]
  /** The version that runs now: whose slots the answers are for. */
  follow(bundle: Bundle): void
  /** From now on models answer in words that bear canaries, and claim nonsense; systems answer with errors that bear them. */
  spoil(): void
  close(): Promise<void>
}

/**
 * Stands before the practice services: keeps all that is sent to them, and adds canaries to what comes back where a slot
 * is made of it, from a system that is read or from a model that answers for an agent.
 */
export async function startWire(behind: string, canaries: Canaries): Promise<Wire> {
  const [prompts, calls]: [Passed[], Passed[]] = [[], []]
  let bundle: Bundle | undefined
  let spoilt = false
  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request)
      const path = request.url ?? '/'
      const isModel = path.includes('/chat/completions')
      const passed = { method: request.method ?? '', path, headers: JSON.stringify(request.headers), body }
      ;(isModel ? prompts : calls).push(passed)
      const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
      const answer = await fetch(behind + path, {
        method: passed.method,
        headers: headers as Record<string, string>,
        ...(body !== '' && { body }),
      })
      const said = await answer.text()
      const out =
        answer.ok && bundle ? (isModel ? answered(bundle, body, said) : read(bundle, passed, said)) : said
      const status = spoilt && !isModel ? 422 : answer.status
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(out)
    })().catch(() => response.destroy())
  })

  function answered({ nodes }: Bundle, asked: string, said: string): string {
    const reply = JSON.parse(said) as {
      choices: { message: { content: string | null } }[]
      usage: Record<string, number>
    }
    const message = reply.choices[0]?.message
    if (spoilt && message) {
      reply.usage = { prompt_tokens: 900_000_000, completion_tokens: 900_000_000 }
      message.content = `I would rather tell you of ${JSON.stringify(canaries.for('spoilt'))}.`
      return JSON.stringify(reply)
    }
    const { agent, task } = askedIn(asked)
    const node = Object.values(nodes).find(
      (one) => 'agent' in one && one.agent === agent && (!('task' in one) || task.includes(one.task)),
    )
    if (!message?.content || !node) return said
    const envelope = JSON.parse(message.content) as { output?: unknown }
    if (!isRecord(envelope.output)) return said
    const output = { ...envelope.output, ...canaries.for(node.id) }
    message.content = JSON.stringify({ ...envelope, output })
    return JSON.stringify(reply)
  }

  function read({ nodes }: Bundle, { method, path }: Passed, said: string): string {
    const node = Object.values(nodes).find(
      (one) => one.kind === 'action' && one.effect === 'read' && method === 'GET' && matches(one.path, path),
    )
    if (spoilt) return JSON.stringify({ message: 'This will not do.', ...canaries.for('spoilt') })
    const value: unknown = node && JSON.parse(said)
    return node && isRecord(value) ? JSON.stringify({ ...value, ...canaries.for(node.id) }) : said
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    prompts,
    calls,
    follow: (next) => void (bundle = next),
    spoil: () => void (spoilt = true),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** All of a prompt but what its agent said itself in the same conversation. */
export function toldIn(body: string): string {
  const { messages, ...rest } = JSON.parse(body) as { messages: { role: string }[] }
  return JSON.stringify([messages.filter(({ role }) => role !== 'assistant'), rest])
}

/** Who a prompt is for, and what it is asked. */
export function askedIn(body: string): { agent: string; task: string } {
  const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] }
  const agent = /^Agent: (.+)$/m.exec(messages[0]?.content ?? '')?.[1] ?? ''
  const { task } = JSON.parse(messages.find(({ role }) => role === 'user')?.content ?? '{}') as {
    task?: string
  }
  return { agent, task: task ?? '' }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

/** `/tickets/{{ start.ticket_id }}` and the path of a request, whatever its system is mounted at. */
const matches = (template: string, path: string): boolean =>
  new RegExp(`${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\{.*?\}\}/g, '[^/?]+')}$`).test(path)

/** All that files in a folder and those within it hold. */
export const textIn = (dir: string): string =>
  readdirSync(dir)
    .map((name) => join(dir, name))
    .map((path) => (statSync(path).isDirectory() ? textIn(path) : readFileSync(path, 'utf8')))
    .join('\n')
