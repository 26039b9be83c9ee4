import type { Arrived } from '@/server/engine/entered'
import type { Tx } from '@/server/db/client'

/** What a branch that has work waits for, where that is its turn at a model or a service. */
export interface Turn {
  /** Why it is not let in, in a sentence. */
  says: string
  /** When it asks again; absent while it stands in a line. */
  until?: Date
}

interface At {
  branch: string
  node: string
  iteration: number
  status: string
  driver: string | null
  readyAt: Date
  arrived: unknown
}

/**
 * By branch what it waits for that has work and is not let in: it stands in the line of a model, or sleeps until it asks
 * again (server/engine/waits.ts). Called by services that have asked for run.read.
 */
export async function turnsOf(
  tx: Tx,
  runId: string,
  branches: readonly At[],
  now = new Date(),
): Promise<Map<string, Turn>> {
  const ready = branches.filter(({ status }) => status === 'ready')
  const turns = new Map<string, Turn>()
  for (const { branch, driver, readyAt, arrived } of ready) {
    const { waits } = arrived as Arrived
    if (waits && driver === null && readyAt > now) turns.set(branch, { says: waits.because, until: readyAt })
  }
  const driven = ready.filter(({ driver }) => driver !== null)
  if (driven.length === 0) return turns
  // As server/models/turn.ts names it.
  const ticketOf = ({ node, iteration }: At) => `${runId}:${node}:${iteration}`
  const tickets = await tx.callTicket.findMany({
    where: { ticket: { in: driven.map(ticketOf) }, aliveUntil: { gt: now } },
  })
  if (tickets.length === 0) return turns
  const ids = tickets.map(({ gate }) => gate)
  const [models, providers, ahead] = await Promise.all([
    tx.model.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
    tx.provider.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } }),
    Promise.all(
      tickets.map(({ gate, due }) =>
        tx.callTicket.count({ where: { gate, due: { lt: due }, aliveUntil: { gt: now } } }),
      ),
    ),
  ])
  const names = new Map([...models, ...providers].map(({ id, name }) => [id, name]))
  for (const at of driven) {
    const places = tickets.flatMap(({ ticket, gate }, i) =>
      ticket === ticketOf(at)
        ? [`${names.get(gate) ?? 'A model'} is at its limit, ${before(ahead[i] ?? 0)}`]
        : [],
    )
    if (places.length > 0) turns.set(at.branch, { says: `${places.join(' · ')}.` })
  }
  return turns
}

const before = (calls: number): string =>
  calls === 0 ? 'it is next' : `${calls} ${calls === 1 ? 'call is' : 'calls are'} before it`
