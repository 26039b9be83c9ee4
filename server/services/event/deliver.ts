import { BatonError, type Problem } from '@/domain/problem'
import { jsonProblem } from '@/domain/storable'
import { isRecord, type JsonSchema } from '@/domain/contract/json-schema'
import { eventKey, LONGEST_KEY, MAX_EVENT } from '@/domain/event/event'
import { Prisma } from '@/prisma/generated/client'
import { checkInstance } from '@/server/bounded'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { wakeWorkers } from '@/server/engine/wake'
import { transact, type Scope } from '../context'
import { claimMessage } from '../signed/signed-message'

export interface SentEvent {
  event: string
  key: unknown
  data: unknown
  /** Who sends it, beyond workspaces; with `message` it tells a repetition. */
  sourceId: string
  /** The message's id, and its bytes as they are compared. Absent: it cannot be repeated. */
  message?: { id: string; body: Uint8Array }
}

export interface Delivered {
  id: string
  /** Waits that it woke; with 0 it is kept for those that open later. */
  woke: number
  /** False when the same message came before. */
  created: boolean
}

interface Wait {
  runId: string
  branch: string
  shared: boolean
  contract: { name: string; version: number; schema: JsonSchema } | null
}

const TRIES = 4

/**
 * Takes an event in and hands it to the waits for it, in one transaction under the event's lock: to all that share it
 * and to the oldest that does not, who has it alone from then on. One that nobody took alone is kept for waits that open
 * later. A wait whose contract it does not fit is passed over and waits on; where there are waits and it fits none, it is
 * refused and nothing is kept.
 * @throws BatonError invalid (pointers into the message) · conflict (the message's id came before with another body)
 */
export async function deliver(scope: Scope, sent: SentEvent): Promise<Delivered> {
  const { payload, key } = soundly(sent)
  for (let tries = 1; ; tries++) {
    try {
      const delivered = await transact(scope, (tx, record) =>
        take(tx, record, scope, { ...sent, payload, key }),
      )
      if (delivered.created && delivered.woke > 0) await wakeWorkers(scope.db.pool)
      return delivered
    } catch (error) {
      // Runs that were cancelled meanwhile let the next ones in line be locked out of order.
      if (tries >= TRIES || !isDeadlock(error)) throw error
    }
  }
}

async function take(
  tx: Tx,
  record: Parameters<Parameters<typeof transact>[1]>[1],
  { workspace: { id: workspaceId }, actor }: Scope,
  { event, key, payload, sourceId, message }: SentEvent & { key: string; payload: unknown },
): Promise<Delivered> {
  const id = newId('evt')
  const messageId = message?.id ?? id
  if (message) {
    await claimMessage(tx, { workspaceId, senderId: sourceId, messageId }, message.body)
    const first = await tx.receivedEvent.findUnique({
      where: { sourceId_messageId: { sourceId, messageId } },
      select: { id: true, woke: true },
    })
    if (first) return { ...first, created: false }
  }
  await tx.$executeRaw`select lock_event(${workspaceId}, ${event}, ${key})`
  const open = await waitsFor(tx, workspaceId, event, key)
  const waits = fitting(open, payload)
  const [oldest] = open
  if (oldest && waits.length === 0) throw misfit(oldest, event, payload)
  const alone = waits.find(({ shared }) => !shared)
  const first = waits.filter((wait) => wait.shared || wait === alone).map(({ runId }) => runId)
  await tx.$executeRaw`select 1 from run where id = any(${first}::text[]) order by id for update`
  await tx.receivedEvent.create({
    data: { id, workspaceId, event, key, payload: asJson(payload), sentBy: actor, sourceId, messageId },
  })
  let woke = 0
  let alonesTaken = 0
  for (const wait of waits) {
    if (!wait.shared && alonesTaken > 0) continue
    if (!(await handTo(tx, id, wait))) continue
    woke++
    if (!wait.shared) alonesTaken++
  }
  await record({
    kind: 'event.received',
    subject: event,
    data: { event, received: id, woke, passed_over: open.length - waits.length },
    sealed: { key },
  })
  return { id, woke, created: true }
}

/** Waits for an event, the oldest first, with what their contracts ask of it. */
function waitsFor(tx: Tx, workspaceId: string, event: string, key: string): Promise<Wait[]> {
  return tx.$queryRaw<Wait[]>`
    select w.run_id "runId", w.branch, w.shared,
        v.bundle->'contracts'->(v.bundle->'nodes'->w.node->>'produces') contract
      from awaited_event w
        join branch b on b.run_id = w.run_id and b.branch = w.branch and b.status = 'waiting'
        join run r on r.id = w.run_id and r.status in ('running', 'waiting', 'blocked')
        join team_version v on v.id = r.version_id
      where w.workspace_id = ${workspaceId} and w.event = ${event} and w.key = ${key}
      order by w.number`
}

async function handTo(tx: Tx, id: string, { runId, branch }: Wait): Promise<boolean> {
  const rows = await tx.$queryRaw<{ taken: boolean }[]>`select take_event(${id}, ${runId}, ${branch}) taken`
  return rows[0]?.taken ?? false
}

/** Those that a payload fits. Waits of one version have one contract, which is asked once. */
function fitting(waits: readonly Wait[], payload: unknown): Wait[] {
  const fits = new Map<string, boolean>()
  return waits.filter(({ contract }) => {
    if (!contract) return true
    const asked = JSON.stringify(contract.schema)
    const known = fits.get(asked) ?? checkInstance(contract.schema, payload).length === 0
    fits.set(asked, known)
    return known
  })
}

function misfit({ contract }: Wait, event: string, payload: unknown): BatonError {
  const problems = contract ? checkInstance(contract.schema, payload) : []
  return new BatonError(
    'invalid',
    `A run waits for ${event}, and this does not fit ${contract ? `${contract.name} ${contract.version}` : 'it'}.`,
    problems.slice(0, 20).map((problem) => ({ ...problem, pointer: `/data${problem.pointer}` })),
  )
}

/** @throws BatonError invalid */
function soundly({ key: given, data }: SentEvent): { key: string; payload: unknown } {
  const invalid = (problem: Problem) => new BatonError('invalid', 'The event cannot be taken.', [problem])
  const unstorable = jsonProblem(given)
  if (unstorable) throw invalid({ ...unstorable, pointer: '/key' })
  const key = eventKey(given)
  const expected = `a number, or a text of 1 to ${LONGEST_KEY} characters`
  if (key === undefined) throw invalid({ pointer: '/key', message: 'is no key', expected })
  if (data === undefined)
    throw invalid({ pointer: '/data', message: 'is missing', expected: 'what happened' })
  const problem = jsonProblem(data)
  if (problem) throw invalid({ ...problem, pointer: `/data${problem.pointer}` })
  if (Buffer.byteLength(JSON.stringify(data)) > MAX_EVENT)
    throw invalid({ pointer: '/data', message: 'is too large', expected: `at most ${MAX_EVENT} bytes` })
  return { key, payload: data }
}

const asJson = (value: unknown): Prisma.InputJsonValue | typeof Prisma.JsonNull =>
  value === null ? Prisma.JsonNull : (value as Prisma.InputJsonValue)

/** As Prisma says that PostgreSQL ended a transaction in a deadlock (40P01). */
function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  return error.code === 'P2034' || (isRecord(error.meta) && JSON.stringify(error.meta).includes('40P01'))
}
