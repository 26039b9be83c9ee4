import { createHash } from 'node:crypto'
import { assembleTeam, type CompiledTeam } from '@/domain/team/compile'
import type { Bundle } from '@/domain/team/bundle'
import type { TeamDocument } from '@/domain/team/document'
import type { Catalogue, TeamProblem } from '@/domain/team/checks/check'
import type { Problem } from '@/domain/problem'
import { placePointer } from '@/domain/team/place-pointer'
import { bounded, TooLongError } from '@/server/bounded'
import '@/server/cedar'
import type { Tx } from '@/server/db/client'
import { readSurroundings } from './surroundings'

export interface CompiledDraft extends CompiledTeam {
  /** What would run as it stands, whether sound or not. */
  assembled?: Bundle
}

/** Proves a document against the workspace's agents, connections and teams as they stand. */
export async function compileDraft(
  tx: Tx,
  workspaceId: string,
  team: { id: string; document: TeamDocument },
): Promise<CompiledDraft> {
  const [surroundings, published, { slug }] = await Promise.all([
    readSurroundings(tx, workspaceId),
    tx.teamVersion.count({ where: { teamId: team.id } }),
    tx.team.findUniqueOrThrow({ where: { id: team.id }, select: { slug: true } }),
  ])
  return proved(team.document, { ...surroundings, published, slug })
}

/** What was proved of late, by the digest of all that was looked at. */
const proofs = new Map<string, CompiledDraft>()
const KEPT_PROOFS = 50

/** Each drawing is proved once, as it and its surroundings stand: one that takes too long holds up the process once. */
function proved(document: TeamDocument, catalogue: Catalogue): CompiledDraft {
  const key = createHash('sha256')
    .update(JSON.stringify([document, catalogue]))
    .digest('base64')
  const proof = proofs.get(key) ?? proveInTime(document, catalogue)
  // A map keeps its order: the first is the one that was asked for longest ago.
  proofs.delete(key)
  proofs.set(key, proof)
  const [oldest] = proofs.keys()
  if (proofs.size > KEPT_PROOFS && oldest !== undefined) proofs.delete(oldest)
  return proof
}

const PROOF_MS = 2000

/** A drawing whose proof takes too long is shown, with that as its one error, and not published. */
function proveInTime(document: TeamDocument, catalogue: Catalogue): CompiledDraft {
  try {
    const draft = bounded(() => assembleTeam(document, catalogue), PROOF_MS)
    const isSound = draft.problems.every(({ severity }) => severity !== 'error')
    return { ...draft, ...(isSound && draft.assembled && { bundle: draft.assembled }) }
  } catch (error) {
    if (!(error instanceof TooLongError)) throw error
    const message = 'It takes too long to prove this team: its contracts or expressions are too involved.'
    const problem = { code: 'team.too_long', check: 'Time', severity: 'error', message, place: {} } as const
    return {
      problems: [problem],
      carried: {},
      fits: {},
      views: {},
      worstCase: { modelCalls: null },
      checks: [],
    }
  }
}

/** A problem of the drawing as one of the document, with a JSON Pointer into it. */
export const asProblem = (document: TeamDocument, { message, place, check }: TeamProblem): Problem => ({
  pointer: placePointer(document, place),
  message,
  expected: check,
})
