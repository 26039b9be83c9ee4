import { BatonError } from '@/domain/problem'
import { slugSchema, teamSlug } from '@/domain/team/slug'
import { teamFromYaml, type TeamFile } from '@/domain/team/yaml'
import { digestOf } from '@/server/record/digest'
import { authorize, transact, type Context } from '@/server/services/context'
import { agentEntry, storeAgent } from '../agent/put'
import { replaceCases } from '../trial/cases'
import { insertTeam } from './create'
import { findEditable } from './find'
import { saveDraft } from './save-draft'
import { surroundingsOf } from './surroundings-of'
import { tidy } from './tidy'

export interface ImportTeam {
  yaml: string
  /** The team to make or replace; by the name in the file when absent. */
  slug?: string | undefined
}

export interface ImportedTeam {
  slug: string
  revision: number
  /** Whether the team is new. */
  created: boolean
  /** Agents that were made or changed, by slug. */
  agents: string[]
  /** What the team needs and an import does not bring: connections and published teams that are not here, by slug. */
  missing: { connections: string[]; teams: string[] }
  /** How many test cases the team has kept, because the file says nothing of any. */
  keptCases: number
}

/**
 * A team and its agents from a file: made if absent, replaced if there. All of it or nothing. Its test cases are replaced
 * by the file's; a file without the word `cases` leaves them as they are.
 * @throws BatonError invalid (with JSON pointers and lines) | conflict (the team is archived)
 */
export async function importTeam(ctx: Context, input: ImportTeam): Promise<ImportedTeam> {
  const scope = await authorize(ctx, 'team.edit')
  const file = parse(input.yaml)
  if (file.agents.length > 0) await authorize(ctx, 'agent.edit')
  const document = tidy(file.document)
  const slug = input.slug === undefined ? teamSlug(document.name) : asSlug(input.slug)
  const draft = digestOf(document)
  const { cases } = file
  const tested = cases && cases.length > 0 ? { cases: cases.length } : {}
  return transact(scope, async (tx, record) => {
    const { missing } = await surroundingsOf(tx, scope.workspace.id, { document, agents: file.agents })
    const agents: string[] = []
    for (const agent of file.agents) {
      const stored = await storeAgent(tx, scope, agent)
      if (!stored.changed) continue
      await record(agentEntry(stored))
      agents.push(agent.slug)
    }
    const known = await tx.team.findUnique({
      where: { workspaceId_slug: { workspaceId: scope.workspace.id, slug } },
      select: { id: true },
    })
    if (!known) {
      const id = await insertTeam(tx, scope, slug, document)
      await replaceCases(tx, { id, workspaceId: scope.workspace.id }, cases ?? [], scope.actor)
      await record({
        kind: 'team.imported',
        team: id,
        subject: slug,
        data: { slug, created: true, draft, agents, ...tested },
      })
      return { slug, revision: 1, created: true, agents, missing, keptCases: 0 }
    }
    const team = await findEditable(tx, scope.workspace.id, slug)
    const same = digestOf(team.document) === draft
    const own = { id: team.id, workspaceId: scope.workspace.id }
    const others = cases !== undefined && (await replaceCases(tx, own, cases, scope.actor))
    const keptCases = cases ? 0 : await tx.teamCase.count({ where: { teamId: team.id } })
    const done = { slug, created: false, agents, missing, keptCases }
    if (same && !others) return { ...done, revision: team.revision }
    const revision = same ? team.revision : await saveDraft(tx, team, document, { actor: scope.actor })
    await record({
      kind: 'team.imported',
      team: team.id,
      subject: slug,
      data: { slug, created: false, revision, draft, agents, ...(others && { cases: cases.length }) },
    })
    return { ...done, revision }
  })
}

function parse(yaml: string): TeamFile {
  if (yaml.length > 2_000_000)
    throw new BatonError('invalid', 'The file is too large.', [
      { pointer: '', message: 'A team’s file has at most 2 MB.', expected: 'at most 2000000 characters' },
    ])
  return teamFromYaml(yaml)
}

/** @throws BatonError invalid: no address and no other team could name it */
function asSlug(slug: string): string {
  const problem = slugSchema.safeParse(slug).error?.issues[0]
  if (!problem) return slug
  throw new BatonError('invalid', `“${slug}” cannot be the address of a team.`, [
    { pointer: '/slug', message: 'is no address', expected: problem.message },
  ])
}
