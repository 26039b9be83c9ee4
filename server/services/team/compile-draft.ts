import { compileTeam, type CompiledTeam } from '@/domain/team/compile'
import type { TeamDocument } from '@/domain/team/document'
import type { TeamProblem } from '@/domain/team/checks/check'
import type { Problem } from '@/domain/problem'
import { refOf } from '@/domain/contract/contract'
import { bounded, TooLongError } from '@/server/bounded'
import type { Tx } from '@/server/db/client'
import { readSurroundings } from './surroundings'

/** Proves a document against the workspace's agents and connections as they stand. */
export async function compileDraft(
  tx: Tx,
  workspaceId: string,
  team: { id: string; document: TeamDocument },
): Promise<CompiledTeam> {
  const [surroundings, published] = await Promise.all([
    readSurroundings(tx, workspaceId),
    tx.teamVersion.count({ where: { teamId: team.id } }),
  ])
  return proved(team.document, { ...surroundings, published })
}

const PROOF_MS = 10_000

/** A drawing whose proof takes too long is shown, with that as its one error, and not published. */
function proved(document: TeamDocument, catalogue: Parameters<typeof compileTeam>[1]): CompiledTeam {
  try {
    return bounded(() => compileTeam(document, catalogue), PROOF_MS)
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
export function asProblem(document: TeamDocument, { message, place, check }: TeamProblem): Problem {
  const within = (list: string, index: number): string =>
    index < 0 ? '' : `/${list}/${index}${place.pointer ?? ''}`
  const pointer =
    place.node !== undefined
      ? within(
          'nodes',
          document.nodes.findIndex(({ id }) => id === place.node),
        )
      : place.edge !== undefined
        ? // The pointer of a misfit leads into the value that crosses, not into the document.
          within(
            'edges',
            document.edges.findIndex(({ id }) => id === place.edge),
          ).replace(/^(\/edges\/\d+).*/, '$1')
        : within(
            'contracts',
            document.contracts.findIndex((contract) => refOf(contract) === place.contract),
          )
  return { pointer, message, expected: check }
}
