import type { PoolClient } from 'pg'
import type { Actor } from '@/domain/actor'
import type { Certificate, ErasedRun, ErasedSeal } from '@/domain/erasure/certificate'
import { KINDS, namesOf, overlaps, roughPattern, type Subject } from '@/domain/erasure/subject'
import type { Tombstone } from '@/domain/erasure/tombstone'
import { digestOf } from '../digest'
import { appendEntry } from '../append'
import { eraseRun, eraseSeals, namesAnywhere, sealsOf, type RunErasing } from './erase-run'
import { ELSEWHERE, erasingOf, findSubject, fitsPattern, MOST_RUNS, SEALS_ELSEWHERE } from './find'
import { holdsOf } from './holds'
import { eraseRows, rowsOf } from './rows'

export interface Errand {
  id: string
  workspace: { id: string; name: string }
  subject: Subject
  reach: Certificate['reach']
  reason: string
  /** Runs that stay as they are. */
  leftOut: readonly string[]
  requestedBy: Actor
  requestedAt: Date
  approvedBy?: Actor
  /** Who puts it on the record. */
  actor: Actor
}

/** Why nothing was erased. */
export class ErasureBarred extends Error {
  constructor(
    readonly because: 'held' | 'under_way' | 'too_many' | 'nothing',
    message: string,
    readonly runs: readonly string[] = [],
  ) {
    super(message)
    this.name = 'ErasureBarred'
  }
}

/**
 * Erases a person in the caller's transaction, and puts it on the record with the digest of its certificate: all of it or
 * nothing. @throws ErasureBarred where a hold is in force, a run that names them is under way and not left out, or there are
 * more runs than one erasure goes through
 */
export async function carryOut(
  client: PoolClient,
  errand: Errand,
  at = new Date(),
): Promise<{ certificate: Certificate; entryId: string }> {
  const { workspace, subject, reach } = errand
  const mark: Tombstone = { erased: true, at: at.toISOString(), because: `erasure ${errand.id}` }
  const names = namesOf(subject)
  const found = await findSubject(client, workspace.id, subject)
  if (found.more)
    throw new ErasureBarred(
      'too_many',
      `More than ${MOST_RUNS} runs name them: look for them by less at a time.`,
    )
  const { people } = await holdsOf(client, workspace.id)
  if (people.some((hold) => overlaps(hold.subject, subject) || overlaps(subject, hold.subject)))
    throw new ErasureBarred(
      'held',
      'A legal hold is in force on this person. Nothing is erased until it is lifted.',
    )
  const chosen = found.runs.filter(({ run }) => !errand.leftOut.includes(run))
  refuse(chosen, ({ held }) => held, 'held', 'A legal hold is in force on')
  refuse(chosen, ({ over }) => !over, 'under_way', 'Still under way, and so not to be erased:')

  const runs: ErasedRun[] = []
  const seals: ErasedSeal[] = []
  for (const run of await withCalled(
    client,
    chosen.map(({ run }) => run),
    reach,
  )) {
    const done = await eraseRun(client, workspace.id, run, erasingIn(errand, names, mark))
    if (!done) throw new ErasureBarred('under_way', `Still under way, and so not to be erased: ${run}`, [run])
    if (done.erased.values > 0) runs.push(done.erased)
    seals.push(...done.seals)
  }
  const elsewhere = await eraseElsewhere(client, errand, mark)
  seals.push(...elsewhere.seals)
  if (runs.length === 0 && elsewhere.places.length === 0)
    throw new ErasureBarred('nothing', 'Nothing that names them is left to be erased.')

  const certificate: Certificate = {
    format: 'baton-erasure-1',
    ...{ id: errand.id, workspace, at: at.toISOString(), reach, reason: errand.reason },
    requestedBy: shortly(errand.requestedBy),
    requestedAt: errand.requestedAt.toISOString(),
    ...(errand.approvedBy && { approvedBy: shortly(errand.approvedBy) }),
    lookedFor: Object.fromEntries(
      KINDS.map((kind) => [kind, subject[kind].length]),
    ) as Certificate['lookedFor'],
    ...{ runs, elsewhere: elsewhere.places, seals, kept: found.kept },
    leftOut: found.runs
      .filter(({ run }) => errand.leftOut.includes(run))
      .map(({ run, over, held }) => ({
        run,
        because: held ? ('held' as const) : over ? ('left_out' as const) : ('under_way' as const),
      })),
  }
  const entryId = await appendEntry(client, workspace.id, {
    kind: 'erasure.carried_out',
    actor: errand.actor,
    data: {
      ...{ erasure: errand.id, certificate: digestOf(certificate), reach },
      ...{ runs: runs.length, values: total(runs) + total(elsewhere.places), seals: seals.length },
      left_out: certificate.leftOut.length,
    },
  })
  await eraseSeals(client, workspace.id, seals)
  return { certificate, entryId }
}

const total = (list: readonly { values: number }[]): number =>
  list.reduce((sum, { values }) => sum + values, 0)
const shortly = ({ id, name }: Actor) => ({ id, name })

/** @throws ErasureBarred */
function refuse<T extends { run: string }>(
  runs: readonly T[],
  which: (run: T) => boolean,
  because: 'held' | 'under_way',
  says: string,
): void {
  const barred = runs.filter(which).map(({ run }) => run)
  if (barred.length > 0) throw new ErasureBarred(because, `${says} ${barred.slice(0, 5).join(', ')}`, barred)
}

/** Where all of a run goes, what it called goes as well. */
async function withCalled(
  client: PoolClient,
  runs: readonly string[],
  reach: Certificate['reach'],
): Promise<string[]> {
  if (reach === 'mentions' || runs.length === 0) return [...runs].sort()
  const { rows } = await client.query<{ id: string; held: boolean }>(
    `with recursive called as (select id from run where id = any($1::text[])
       union select r.id from run r join called c on r.parent_run = c.id)
     select id, run_is_held(id) held from called order by id`,
    [runs],
  )
  refuse(
    rows.map(({ id, held }) => ({ run: id, held })),
    ({ held }) => held,
    'held',
    'A legal hold is in force on a run that is called:',
  )
  return rows.map(({ id }) => id)
}

/** In a run all that may hold a value goes, or only what names the person. */
function erasingIn({ reach }: Errand, names: ReturnType<typeof namesOf>, mark: Tombstone): RunErasing {
  const mentions = erasingOf(names, mark)
  const all = {
    ...mentions,
    goes: (value: string | number | boolean, standing: string) =>
      standing !== 'fixed' || (typeof value === 'string' && names(value)),
  }
  return {
    erasingIn: () => (reach === 'runs' ? all : mentions),
    sealed: (_field, value) => reach === 'runs' || namesAnywhere(value, mentions),
  }
}

async function eraseElsewhere(client: PoolClient, { workspace, subject }: Errand, mark: Tombstone) {
  const values = [workspace.id, roughPattern(subject)]
  const places: Certificate['elsewhere'] = []
  for (const { table, spec, where } of ELSEWHERE) {
    const rows = await rowsOf(client, table, spec, {
      where: `${where} and ${fitsPattern(spec)}`,
      ...{ values, locked: true },
    })
    const count = await eraseRows(client, table, spec, rows, erasingOf(namesOf(subject), mark))
    if (count > 0) places.push({ place: spec.called, values: count })
  }
  const mentions = erasingOf(namesOf(subject), mark)
  const seals = await sealsOf(client, SEALS_ELSEWHERE, values, (_, value) => namesAnywhere(value, mentions))
  if (seals.length > 0) places.push({ place: 'Sealed value of the record', values: seals.length })
  return { places, seals }
}
