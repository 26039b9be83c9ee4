import { mostAtOnce, mostWithin } from '@/server/models/testing/measure'
import type { Context } from '@/server/services/context'
import type { Findings } from './checks-runs'
import type { ModelServer, SeenCall } from './model-server'
import { CANARY, canaryOf } from './teams'

export interface Limits {
  requestsPerMinute: number
  tokensPerMinute: number
  parallelCalls: number
}

const MINUTE_MS = 60_000
/** A call that was admitted before its model asked for peace is sent within this time (docs/decisions/0011). */
const ON_ITS_WAY_MS = 1500

/** Measured where the calls arrive: never more than allowed, and none while a model asked to be left alone. */
export function limits(servers: readonly ModelServer[], allowed: Limits): Findings {
  const faults: string[] = []
  const figures: Record<string, unknown> = {}
  for (const { name, seen } of servers) {
    const most = {
      requestsPerMinute: mostWithin(seen, MINUTE_MS),
      tokensPerMinute: mostWithin(seen, MINUTE_MS, ({ tokens }) => tokens),
      parallelCalls: mostAtOnce(seen.map(asLeft)),
    }
    for (const [what, value] of Object.entries(most) as [keyof Limits, number][])
      if (value > allowed[what])
        faults.push(`${name} had ${value} ${what} where ${allowed[what]} are allowed`)
    faults.push(...disturbed(seen).map((fault) => `${name}: ${fault}`))
    figures[name] = { calls: seen.length, ...most }
  }
  return { faults, figures: { servers: figures, allowed } }
}

/** The server hears a moment later that its caller has given up. */
const HEARD_MS = 50

const asLeft = (call: SeenCall): SeenCall =>
  call.endedAt !== undefined && call.behaviour.startsWith('hang')
    ? { ...call, endedAt: call.endedAt - HEARD_MS }
    : call

function disturbed(seen: readonly SeenCall[]): string[] {
  return seen.flatMap(({ model, retryAfterMs = 0, endedAt }) => {
    if (endedAt === undefined || retryAfterMs <= ON_ITS_WAY_MS) return []
    const until = endedAt + retryAfterMs - 50
    return seen
      .filter((one) => one.model === model && one.at > endedAt + ON_ITS_WAY_MS && one.at < until)
      .map(({ at }) => `${model} was asked ${Math.round(until - at)} ms before its time was over`)
  })
}

/** What each behaviour is called where Baton writes it down. */
const CODES: Partial<Record<SeenCall['behaviour'], string>> = {
  limited_seconds: 'rate_limited',
  limited_date: 'rate_limited',
  limited_bare: 'rate_limited',
  error_500: 'server_error',
  error_502: 'server_error',
  error_503: 'server_error',
  leaking_error: 'server_error',
  no_choices: 'nonsense',
}

/** Every call that arrived is in the books and no other, but those whose line broke before they arrived. */
export async function books({ db }: Pick<Context, 'db'>, servers: readonly ModelServer[]): Promise<Findings> {
  const faults: string[] = []
  const calls = await db.prisma.modelCall.findMany()
  const seen = servers.flatMap((server) => server.seen)
  const codeOf = ({ error }: (typeof calls)[number]) => (error as { code?: string } | null)?.code ?? 'none'
  const unsent = calls.filter((call) => JSON.stringify(call.error).includes('It was not sent')).length
  const broken = seen.filter(({ behaviour }) => behaviour === 'cut' || behaviour === 'reset').length
  const cutBefore = Math.max(0, calls.filter((call) => codeOf(call) === 'network').length - broken)
  const missing = calls.length - unsent - seen.length
  if (missing < 0) faults.push(`${-missing} calls arrived that are in no books`)
  if (missing > cutBefore)
    faults.push(`${missing} calls never arrived, and only ${cutBefore} lines broke before`)
  const count = (all: string[]) =>
    all.reduce<Record<string, number>>((sum, one) => ({ ...sum, [one]: (sum[one] ?? 0) + 1 }), {})
  const errors = count(calls.map(codeOf))
  // Whoever gave up before the answer came does not know what it was.
  const hung = seen.filter(({ behaviour }) => behaviour.startsWith('hang')).length
  const unheard = Math.max(0, (errors['timeout'] ?? 0) + (errors['aborted'] ?? 0) - hung)
  for (const code of ['rate_limited', 'server_error']) {
    const arrived = seen.filter(({ behaviour }) => CODES[behaviour] === code).length
    const written = errors[code] ?? 0
    if (written > arrived || arrived - written > unheard)
      faults.push(`${arrived} answers were ${code}, ${written} are written down`)
  }
  const figures = { behaviour: count(seen.map(({ behaviour }) => behaviour)), calls: calls.length, errors }
  return { faults, figures: { ...figures, neverArrived: missing, withdrawn: unsent } }
}

/** What one agent was told reaches no other agent, no log and no leaf; what a provider was given as key reaches nobody. */
export async function leaks(
  { db }: Pick<Context, 'db'>,
  servers: readonly ModelServer[],
  logs: readonly string[],
): Promise<Findings> {
  const faults: string[] = []
  for (const { body, agent, key: given } of servers.flatMap(({ seen }) => seen)) {
    const text = JSON.stringify(body)
    if (!text.includes(canaryOf(agent))) faults.push(`${agent} was not told what it is told`)
    const strange = [...text.matchAll(CANARY)].map(([, whose]) => whose).filter((whose) => whose !== agent)
    if (strange.length) faults.push(`${agent} was told what ${[...new Set(strange)].join()} is told`)
    if (text.includes(given)) faults.push(`${agent} was told the key of its provider`)
  }
  const told = (where: string, text: string) => {
    if (text.search(CANARY) >= 0) faults.push(`a prompt is in ${where}`)
    if (servers.some(({ key }) => text.includes(key))) faults.push(`a key is in ${where}`)
  }
  for (const line of logs) told('a log', line)
  for (const { body } of await db.prisma.recordEntry.findMany({ select: { body: true } }))
    told('a leaf of the record', Buffer.from(body).toString())
  for (const { lastError } of await db.prisma.serviceGuard.findMany()) told('a guard', lastError ?? '')
  const { rows } = await db.pool.query<{ what: string; text: string }>(
    `select 'a step' what, result::text as text from step union all select 'a call', error::text from model_call
     union all select 'a review', view::text || reason from review union all select 'the record', value::text from record_private`,
  )
  for (const { what, text } of rows)
    if (servers.some(({ key }) => text?.includes(key))) faults.push(`a key is in ${what}`)
  const levels = logs.map((line) =>
    line.startsWith('{') ? (JSON.parse(line) as { level: number }).level : 0,
  )
  for (const [i, level] of levels.entries()) if (level >= 50) faults.push(`logged: ${logs[i]?.slice(0, 300)}`)
  return {
    faults,
    figures: { logLines: logs.length, warnings: levels.filter((level) => level === 40).length },
  }
}
