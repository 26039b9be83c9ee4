import type { Actor } from '@/domain/actor'
import { arrivedIn } from '@/domain/run/resumable'
import { named, type Continued } from '@/domain/run/restart'
import type { StepFailure, StepResult } from '@/domain/run/step'
import { endpointsIn, type EndpointOf } from '@/server/connectors/endpoint'
import type { Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { entryParameters, type NewEntry } from '@/server/record/append'
import { saltedDigest } from '@/server/record/digest'
import { escalation } from './escalate'
import { reviewEntry } from './outcome-commit'
import { takenUp, timesAnew, type StoppedBranch, type StoppedRun } from './stopped-run'
import { RunStore, type Statements } from './store'
import type { LoadedVersion } from './versions'

export interface GoingOn {
  stopped: StoppedRun
  /** The version it has from now on; `resumeProblems` has been asked. */
  version: LoadedVersion
  by: Actor
  from: Continued['from']
  reason: string
  /** The branch that is put to a person, instead of being tried again. */
  asks?: StoppedBranch | undefined
  /** The run that waits for it and goes on in the same transaction. */
  parent?: string
}

/**
 * Takes a stopped run up again, within the caller's transaction: its branches stand ready where they stopped.
 * @returns false when it is not as it was read: somebody else took it up
 */
export async function resumeRun(
  client: Statements,
  { stopped, version, by, from, reason, asks, parent }: GoingOn,
): Promise<boolean> {
  const before = stopped.version
  const branches = stopped.branches.map((at) => {
    const arrived =
      version.id === before.id ? at.arrived : arrivedIn(before.bundle, version.bundle, at.node, at.arrived)
    return at.branch === asks?.branch
      ? { branch: at.branch, attempt: at.attempt, arrived, asks: true }
      : takenUp(stopped, version.bundle, { ...at, arrived })
  })
  const continued: Continued = {
    at: new Date().toISOString(),
    ...{ by, from, before: named(before), now: named(version) },
  }
  const [first] = asks ? [asks] : stopped.givenUp ? [stopped.givenUp] : stopped.branches
  const entry: NewEntry = {
    kind: 'run.resumed',
    actor: by,
    run: stopped.id,
    team: stopped.teamId,
    version: version.digest,
    ...(first ? { node: first.node, iteration: first.iteration } : {}),
    data: {
      ...{ from, was: stopped.status, branches: branches.length, number: version.number },
      ...(version.id === before.id ? {} : { before: before.digest, before_number: before.number }),
      ...(parent === undefined ? {} : { parent }),
    },
    sealed: { reason },
  }
  const { rows } = await client.query<{ resumed: boolean }>({
    text: 'select resume_run($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) resumed',
    values: [
      ...[stopped.id, stopped.endedAt, version.id],
      ...[continued, branches, timesAnew(stopped, version.bundle)].map((part) => JSON.stringify(part)),
      ...entryParameters(stopped.workspaceId, [entry]),
    ],
  })
  return rows[0]?.resumed ?? false
}

/** Asks a person about the branch that was given up, as if it had not been; after `resumeRun`, with the same client. */
export async function askAgain(
  db: Db,
  client: Statements,
  { stopped, version, asks }: GoingOn & { asks: StoppedBranch },
): Promise<void> {
  const at = await new RunStore(client).read(stopped.id, asks.branch)
  const node = version.bundle.nodes[asks.node]
  if (!at || !node) throw new Error(`run ${stopped.id} has no branch ${asks.branch} to ask about`)
  const failure = await failureOf(db, stopped.id, asks)
  const endpoint = (workspaceId: string, ...of: Parameters<EndpointOf>) => endpointsIn(db, workspaceId)(...of)
  const engine = { db, connectors: { endpoint } }
  const activation = { engine, runId: stopped.id, at, version, node, startedAt: new Date() }
  const asked = await escalation(activation, failure, 0n)
  const review = { ...asked, id: newId('rev'), digest: saltedDigest(asked.view, at.salt) }
  const run = { id: stopped.id, teamId: stopped.teamId, version }
  await client.query({
    text: 'select ask_person($1, $2, $3, $4, $5, $6, $7)',
    values: [
      ...[stopped.id, asks.branch, JSON.stringify(review)],
      ...entryParameters(stopped.workspaceId, [reviewEntry(run, at, review)]),
    ],
  })
}

/** Why it could not go on the last time. */
async function failureOf({ prisma }: Db, runId: string, at: StoppedBranch): Promise<StepFailure> {
  const { node, iteration } = at
  const last = await prisma.step.findFirst({
    where: { runId, node, iteration, status: 'failed' },
    orderBy: { attempt: 'desc' },
    select: { result: true },
  })
  const failure = (last?.result as unknown as StepResult | undefined)?.failure
  if (!failure) throw new Error(`run ${runId} has no failed attempt of ${node}`)
  return failure
}
