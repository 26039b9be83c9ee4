import { z } from 'zod'
import { principalOf } from '@/domain/actor'
import { deniedBy, gateOf, type GateDecision, type GateFindings } from '@/domain/effect/gate'
import { undoOf, type Undo } from '@/domain/effect/undo'
import { refusedKind, type Denial } from '@/domain/policy/denial'
import { BatonError, brief } from '@/domain/problem'
import type { EffectRequest, StepResult } from '@/domain/run/step'
import type { NodeOf } from '@/domain/team/node'
import { checkInstance } from '@/server/bounded'
import { createConnectors, type Connectors } from '@/server/connectors/connectors'
import { endpointsIn } from '@/server/connectors/endpoint'
import { callFor } from '@/server/engine/effect-call'
import { deniedAgent } from '@/server/engine/denied'
import { gateAgent, policiesSay, recordedGate } from '@/server/engine/gate/judge'
import { authorize, transact, type Context, type Scope } from '../context'
import { reasonSchema } from '../reason'
import { versionsOf } from '../run/start'
import { refuseUnseenRun } from '../sight'
import { asJson } from '../team/as-json'
import { exact, type DryRun } from './exact-request'
import { outgoingUndo } from './undo-outgoing'
import { undoRequest } from './undo-request'

export const undoInput = z.object({
  /** The effect. */
  id: z.string().max(60),
  reason: reasonSchema,
})

/** What undoing an effect would send. Nothing is sent. @throws BatonError not_found · conflict · invalid */
export async function exactUndo(ctx: Context, { id }: { id: string }): Promise<DryRun> {
  const scope = await authorize(ctx, 'run.read')
  const { version, request, key, run } = await undoable(scope, id)
  await refuseUnseenRun(scope, run.id)
  return exact(scope, version.bundle, request, key)
}

export interface Undone {
  status: 'done' | 'failed' | 'unknown'
  /** What came of it, in a sentence. */
  says: string
}

/**
 * Takes an effect back as its operation declares, or its drawing: an effect itself, through the gate, under a key of its own, on
 * the record before it goes out, once. One that failed before it arrived may be asked for again; so may one whose outcome is
 * unknown, where the service knows keys.
 * @throws BatonError not_found · conflict (undone already, or under way, or nobody knows) · invalid (it declares no undo, or
 * none can be made of the answer) · forbidden (a policy)
 */
export async function undoEffect(
  ctx: Context,
  { id, reason }: z.infer<typeof undoInput>,
  connectors: Connectors = createConnectors({ db: ctx.db }),
): Promise<Undone> {
  const scope = await authorize(ctx, 'effect.undo')
  const found = await undoable(scope, id)
  const { gate, denials } = await judgeUndo(scope, found)
  if (gate.outcome !== 'go') throw await refused(scope, found, gate, denials)
  await intend(scope, found, gate, reason)
  const settled = await send(connectors, scope, found)
  await transact(scope, async (tx, record) => {
    await tx.effectUndo.update({
      where: { effectId: id },
      data: { status: settled.status, settledAt: new Date(), response: asJson(settled.response) },
    })
    await record({
      ...entryOf(found),
      kind: 'effect.undone',
      data: { effect: id, status: settled.status },
      sealed: { response: settled.response },
    })
  })
  return { status: settled.status, says: settled.says }
}

type Undoable = Awaited<ReturnType<typeof undoable>>

/** An effect that was carried out and that can be taken back. @throws BatonError */
async function undoable({ db, workspace }: Scope, id: string) {
  const effect = await db.prisma.effect.findFirst({ where: { id, workspaceId: workspace.id } })
  if (!effect) throw new BatonError('not_found', `There is no effect ${brief(id)}.`)
  if (effect.status !== 'done') throw new BatonError('conflict', 'Only what was carried out can be undone.')
  const run = await db.prisma.run.findUniqueOrThrow({ where: { id: effect.runId } })
  const version = await versionsOf(db).get(run.versionId)
  const node = version.bundle.nodes[effect.node]
  const undo = node?.kind === 'action' ? undoOf(node, version.bundle.connections) : undefined
  if (node?.kind !== 'action' || !undo)
    throw new BatonError('invalid', 'How this is undone is not declared: undo it where it was done.')
  const sent = effect.request as unknown as EffectRequest
  const { body: answer = null } = effect.response as { body?: unknown }
  const request = undoRequest(undo, sent, answer)
  const { bundle } = version
  return {
    effect,
    run,
    version,
    node,
    key: `${effect.key}:undo`,
    undo,
    /** As it is shown and kept. */
    request,
    goes: await outgoingUndo(db, { runId: run.id, bundle, undo, answer }, sent, request),
  }
}

const entryOf = ({ effect, run, version }: Undoable) => ({
  run: run.id,
  team: run.teamId,
  version: version.digest,
  node: effect.node,
  iteration: effect.iteration,
})

const toldOf = ({ effect, request }: Undoable) => ({
  effect: effect.id,
  connection: request.connection,
  method: request.method,
  ...(request.operation && { operation: request.operation.name }),
})

/** Whoever asks for it is the person that the gate asks; the agents whose work is taken back must still be let there. */
async function judgeUndo(
  { db, actor, workspace }: Scope,
  { effect, run, version: { bundle }, node, undo, request, goes }: Undoable,
): Promise<{ gate: GateDecision; denials: Denial[] }> {
  const step = await db.prisma.step.findFirst({
    where: { runId: run.id, node: effect.node, iteration: effect.iteration, status: 'done' },
    select: { result: true },
  })
  const before = (step?.result as unknown as StepResult | undefined)?.gate
  const risk = before?.risk ?? 'medium'
  const authors = (before?.agents ?? []).flatMap((slug) => {
    const agent = bundle.agents[slug]
    return agent ? [{ agent, tainted: before?.tainted.includes(slug) ?? true, fields: [] }] : []
  })
  const leads = await endpointsIn(db, workspace.id)(request.connection, request.operation?.name)
  const problems = [
    ...misfits(undo, goes.request),
    ...(goes.lost ? ['A value that was sent can no longer be told from its pseudonym.'] : []),
    ...(request.endpoint !== undefined && request.endpoint !== leads
      ? [`${request.connectionName} leads elsewhere than when it was sent: undo it where it was done.`]
      : []),
  ]
  const findings: GateFindings = {
    shadow: false,
    risk,
    riskBecause: 'as what it takes back',
    schema: { problems, fits: 'Made from what was sent and what came back.' },
    policy: policiesSay(bundle, request, { risk, startedBy: principalOf(actor), granted: true, authors }),
    rules: [],
    person: { by: actor.name, binds: true },
    agents: authors.map(gateAgent),
    authorised: new Map(),
    idempotent: isIdempotent(undo, node),
  }
  const gate = gateOf(findings)
  return { gate, denials: deniedBy(gate, findings) }
}

function misfits(undo: Undo, { body }: EffectRequest): string[] {
  if (!('operation' in undo)) return []
  const { input, title } = undo.operation
  return checkInstance(input, body ?? {}).map(({ pointer, message }) => `${title}: ${pointer} ${message}`)
}

const isIdempotent = (undo: Undo, { idempotent }: NodeOf<'action'>): boolean =>
  'operation' in undo ? undo.operation.idempotent : idempotent

async function refused(
  scope: Scope,
  found: Undoable,
  gate: GateDecision,
  denials: readonly Denial[],
): Promise<BatonError> {
  const stage = gate.stages.find(({ outcome }) => outcome === 'refused')
  const { bundle } = found.version
  await transact(scope, async (_tx, record) => {
    await record({
      ...entryOf(found),
      kind: 'effect.refused',
      data: { ...toldOf(found), undo: true, ...recordedGate(gate) },
      sealed: {
        request: found.request,
        why: gate.stages.map(({ stage: at, why }) => ({ stage: at, why })),
      },
    })
    for (const denial of denials)
      await record({
        ...entryOf(found),
        ...{ kind: refusedKind(denial), actor: deniedAgent(bundle, denial), data: { denial } },
      })
  })
  return new BatonError('forbidden', stage?.why ?? 'The gate does not let it out.')
}

/** Puts the intent on the record before it goes out; of several that ask at the same time one does. */
async function intend(scope: Scope, found: Undoable, gate: GateDecision, reason: string): Promise<void> {
  const { effect, run, key, request, node, undo, goes } = found
  await transact(scope, async (tx, record) => {
    // Who asks second waits here, and finds what the first one left.
    await tx.$queryRaw`SELECT FROM effect WHERE id = ${effect.id} FOR UPDATE`
    const before = await tx.effectUndo.findUnique({ where: { effectId: effect.id } })
    const why = before && notAgain(before, node, isIdempotent(undo, node))
    if (why) throw new BatonError('conflict', why)
    const asked = { request: asJson(request), gate: asJson(gate), askedBy: asJson(scope.actor), reason }
    if (before)
      await tx.effectUndo.update({
        where: { effectId: effect.id },
        data: {
          ...asked,
          status: 'intended',
          attempts: before.attempts + 1,
          intendedAt: new Date(),
          settledAt: null,
        },
      })
    else
      await tx.effectUndo.create({
        data: {
          effectId: effect.id,
          workspaceId: scope.workspace.id,
          runId: run.id,
          key,
          connection: request.connection,
          status: 'intended',
          ...asked,
        },
      })
    await record({
      ...entryOf(found),
      kind: 'effect.undo_intended',
      data: {
        ...toldOf(found),
        ...(goes.turnedBack.length > 0 && { turned_back: goes.turnedBack }),
        ...recordedGate(gate),
      },
      sealed: { request, reason },
    })
  })
}

/** Longer than any call may take: who is not settled by then was broken off. */
const graceMs = ({ timeoutSeconds }: NodeOf<'action'>): number => timeoutSeconds * 1000 + 10_000

function notAgain(
  { status, askedBy, intendedAt }: { status: string; askedBy: unknown; intendedAt: Date },
  node: NodeOf<'action'>,
  idempotent: boolean,
): string | undefined {
  const by = (askedBy as { name?: string } | null)?.name ?? 'Somebody'
  if (status === 'done') return `${by} has undone this already.`
  if (status === 'failed') return undefined
  if (status === 'intended' && Date.now() - intendedAt.getTime() < graceMs(node))
    return `${by} is undoing this now.`
  if (idempotent) return undefined
  return 'It is not known whether it was undone, and the service would do it twice. Look there.'
}

/** By the way that everything leaves by; what it was told is known, or it is not known whether it was undone. */
async function send(
  connectors: Connectors,
  { actor, workspace }: Scope,
  { version: { bundle }, run: { environment }, node, key, request: shown, goes: { request } }: Undoable,
): Promise<Undone & { response: unknown }> {
  const { connectionName } = request
  const called = await callFor(
    connectors,
    { workspaceId: workspace.id, bundle, caller: { by: 'person', actor, environment } },
    request,
    {
      idempotencyKey: key,
      timeoutMs: node.timeoutSeconds * 1000,
      signal: new AbortController().signal,
    },
  )
  await connectors.settle()
  if ('failure' in called) {
    const { failure, sent } = called
    // The path that went out may say a value where all that is kept says its pseudonym.
    const because = failure.message.replaceAll(request.path, () => shown.path)
    return {
      status: sent ? 'unknown' : 'failed',
      says: `${because} ${sent ? 'Whether it is undone is not known.' : 'It is not undone.'}`,
      response: { because, details: failure.details },
    }
  }
  const { status, body, ms } = called
  return {
    status: 'done',
    says: `${connectionName} answered ${status}: it is undone.`,
    response: { status, body, ms },
  }
}
