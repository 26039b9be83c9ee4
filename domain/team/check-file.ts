import type { Problem } from '../problem'
import type { Catalogue, TeamProblem } from './checks/check'
import { compileTeam, type CompiledTeam } from './compile'
import { placePointer } from './place-pointer'
import { teamSlug } from './slug'
import { readTeamFile, type TeamFile } from './yaml'

/** One thing that is not right with a team's file. */
export interface FileProblem {
  /** Of a check, as in `handoff.misfit`; `file.invalid` for what cannot be read as a team at all. */
  code: string
  severity: TeamProblem['severity']
  message: string
  /** Of the check that found it. */
  check?: string
  /** What was expected, of what cannot be read. */
  expected?: string
  /** JSON Pointer into the file. */
  pointer: string
  line: number
  /** What it is about: the node, the handoff or the contract. */
  place: Omit<TeamProblem['place'], 'pointer'>
  counterexample?: unknown
  /** Ways out, as the studio offers them. */
  fixes?: string[]
}

export interface CheckedFile {
  /** The team's name, where the file could be read. */
  team?: string
  /** Errors first, then warnings, then advice. */
  problems: FileProblem[]
  checks: CompiledTeam['checks']
  worstCase?: CompiledTeam['worstCase']
}

export interface CheckOptions {
  /** The name it is imported under; made of the team's name as an import does when absent. */
  slug?: string | undefined
  /** It has been published before: what is advised for a first version only is left out. */
  published?: boolean | undefined
  /** What is known of money where it is proved: a file bears neither prices nor budgets. */
  models?: Catalogue['models']
  budgets?: Catalogue['budgets']
}

/**
 * The whole proof of a team's file, as `teamToYaml` writes it: the same as the studio and a publish make of the team in
 * a workspace whose agents, connections and called teams are those of the file. Pure; never throws.
 */
export function checkTeamFile(text: string, options: CheckOptions = {}): CheckedFile {
  const read = readTeamFile(text)
  if ('problems' in read)
    return { problems: read.problems.map(({ line, ...problem }) => unreadable(problem, line)), checks: [] }
  const { file, lineOf } = read
  const { problems, checks, worstCase } = compileTeam(file.document, catalogueOf(file, options))
  return {
    team: file.document.name,
    problems: problems.map((problem) => inFile(file, problem, lineOf)),
    checks,
    worstCase,
  }
}

/** What a file's team is proved against. Which version of a team is called matters to what runs, not to the proof. */
export const catalogueOf = (
  { document, agents, connections = [], calls = [] }: TeamFile,
  { slug, published = false, models, budgets }: CheckOptions = {},
): Catalogue => ({
  agents,
  connections,
  teams: calls.map((call) => ({ ...call, teamId: '', versionId: '', number: 0, digest: '' })),
  slug: slug ?? teamSlug(document.name),
  published: published ? 1 : 0,
  ...(models && { models }),
  ...(budgets && { budgets }),
})

function inFile(
  { document }: TeamFile,
  { place, fixes = [], ...problem }: TeamProblem,
  lineOf: (pointer: string) => number,
): FileProblem {
  const pointer = `/team${placePointer(document, place)}`
  const { pointer: _within, ...about } = place
  return {
    ...problem,
    pointer,
    line: lineOf(pointer),
    place: about,
    ...(fixes.length > 0 && { fixes: fixes.map(({ label }) => label) }),
  }
}

const unreadable = (problem: Problem, line: number): FileProblem => ({
  code: 'file.invalid',
  severity: 'error',
  ...problem,
  line,
  place: {},
})
