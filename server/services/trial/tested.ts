import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { digestOf } from '@/server/record/digest'
import { readCases } from './cases'

/** A team's test cases by how each went on just one draft, as each stands now. */
export interface Tested {
  passed: string[]
  failed: string[]
  /** Not run on it, or still under way. */
  open: string[]
}

/** How a team's cases went on a draft, by the digest of what would be published of it. */
export async function testedAs(tx: Tx, teamId: string, digest: string): Promise<Tested> {
  const cases = await readCases(tx, teamId)
  const tested: Tested = { passed: [], failed: [], open: [] }
  if (cases.length === 0) return tested
  const trials = await tx.trial.findMany({
    where: { teamId, draftDigest: digest, caseName: { not: null } },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    select: { caseName: true, caseDigest: true, status: true },
  })
  for (const one of cases) {
    const last = trials.find(
      ({ caseName, caseDigest }) => caseName === one.name && caseDigest === digestOf(one),
    )
    const list =
      last?.status === 'passed'
        ? 'passed'
        : last && ['failed', 'refused'].includes(last.status)
          ? 'failed'
          : 'open'
    tested[list].push(one.name)
  }
  return tested
}

/** @throws BatonError conflict, with every case that did not pass, unless somebody says why it is left */
export function refuseUntested(name: string, { failed, open }: Tested, reason: string | undefined): void {
  const count = failed.length + open.length
  if (count === 0 || reason !== undefined) return
  const which = count === 1 ? 'A test case' : `${count} test cases`
  throw new BatonError(
    'conflict',
    `${which} of “${name}” did not pass on this draft. Run them, or say why it is published all the same.`,
    [
      ...failed.map((one) => ({ pointer: '/untested', message: `“${one}” failed.` })),
      ...open.map((one) => ({ pointer: '/untested', message: `“${one}” was not run on this draft.` })),
    ],
  )
}

/** The version's note with why it was published although not all cases passed. */
export function noteWith(note: string, { failed, open }: Tested, reason: string | undefined): string {
  if (reason === undefined || failed.length + open.length === 0) return note
  const said = [
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(open.length > 0 ? [`${open.length} not run`] : []),
  ]
  return [note, `Published with test cases left: ${said.join(', ')}. ${reason}`].filter(Boolean).join('\n\n')
}

/** For the record: how the cases went, where there are any. */
export const testedData = ({ passed, failed, open }: Tested): { tested?: object } =>
  passed.length + failed.length + open.length === 0
    ? {}
    : { tested: { passed: passed.length, failed, not_run: open } }
