import { Document, isCollection, LineCounter, parseDocument, visit } from 'yaml'
import { z } from 'zod'
import { jsonEquals } from '../contract/json-schema'
import { pointerParts } from '../pointer'
import { BatonError, type Problem } from '../problem'
import { jsonProblem } from '../storable'
import { agentSchema, type Agent } from './agent'
import type { TeamDocument } from './document'
import { nodeSchema, type TeamNode } from './node'
import { parseTeamDocument, shapeProblems } from './parse'

/** A team with the agents it names, as it is taken from one workspace to another. */
export interface TeamFile {
  document: TeamDocument
  agents: Agent[]
}

/**
 * A team as YAML for people to read, compare and keep under version control: the same team gives the same text, and
 * what is as by default is left out. `teamFromYaml` gives back exactly what went in.
 */
export function teamToYaml({ document, agents }: TeamFile): string {
  const { format, layout, contracts, nodes, edges, ...about } = document
  const file = new Document(
    {
      baton: format,
      team: { ...about, nodes: nodes.map(briefNode), edges, contracts, layout },
      agents: [...agents].sort((a, b) => (a.slug < b.slug ? -1 : 1)).map(briefAgent),
    },
    { aliasDuplicateObjects: false },
  )
  // A handoff and a position are one line each.
  for (const path of [
    ['team', 'edges'],
    ['team', 'layout', 'positions'],
  ]) {
    const list = file.getIn(path)
    if (isCollection(list))
      visit(list, {
        Map: (_key, map) => {
          if (map !== list) map.flow = true
        },
      })
  }
  return file.toString({ lineWidth: 110, flowCollectionPadding: true })
}

/**
 * A team from YAML (or JSON, which is YAML).
 * @throws BatonError 'invalid', each problem with a JSON Pointer into the file, what was expected, and its line
 */
export function teamFromYaml(text: string): TeamFile {
  refuseDeep(text)
  const lines = new LineCounter()
  const file = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (file.errors.length > 0)
    throw invalid(
      file.errors.map((error) => ({
        pointer: '',
        message: `Line ${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0] ?? 'not YAML'}`,
        expected: 'YAML',
      })),
    )
  try {
    return readFile(toJson(file))
  } catch (error) {
    if (!(error instanceof BatonError)) throw error
    throw invalid(error.problems.map((problem) => withLine(problem, file, lines)))
  }
}

const DEEPEST_LINE = 1000

/**
 * Before the library reads it, which it does by recursion: V8 ends the whole process when a regular expression is first
 * compiled where no stack is left.
 */
function refuseDeep(text: string): void {
  const tooDeep = (at: number): BatonError =>
    invalid([
      {
        pointer: '',
        message: `Line ${text.slice(0, at).split('\n').length}: this is nested too deeply.`,
        expected: `at most ${DEEPEST_LINE} levels or columns`,
      },
    ])
  let [column, open] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (char === '\n') column = 0
    // What may stand before the first word of a line and moves it to the right.
    else if (column >= 0) column = ' \t-?:'.includes(char) ? column + 1 : -1
    if (char === '[' || char === '{') open++
    else if ((char === ']' || char === '}') && open > 0) open--
    if (column > DEEPEST_LINE || open > DEEPEST_LINE) throw tooDeep(i)
  }
}

const fileSchema = z.strictObject({
  baton: z.literal(1),
  team: z.record(z.string(), z.unknown()),
  agents: z.array(agentSchema).default([]),
})

function readFile(value: unknown): TeamFile {
  const unstorable = jsonProblem(value)
  if (unstorable) throw invalid([unstorable])
  const file = fileSchema.safeParse(value)
  if (!file.success) throw invalid(shapeProblems(file.error))
  const { baton, team, agents } = file.data
  const twice = agents.flatMap(({ slug }, i): Problem[] =>
    agents.findIndex((agent) => agent.slug === slug) === i
      ? []
      : [
          {
            pointer: `/agents/${i}/slug`,
            message: `There is another agent "${slug}".`,
            expected: 'a name of its own',
          },
        ],
  )
  if (twice.length > 0) throw invalid(twice)
  try {
    return { document: parseTeamDocument({ ...team, format: baton }), agents }
  } catch (error) {
    if (!(error instanceof BatonError)) throw error
    throw invalid(error.problems.map((problem) => ({ ...problem, pointer: `/team${problem.pointer}` })))
  }
}

function toJson(file: Document): unknown {
  try {
    return file.toJS({ maxAliasCount: 100 })
  } catch (error) {
    const message = error instanceof Error ? error.message : 'It cannot be read.'
    throw invalid([{ pointer: '', message, expected: 'YAML' }])
  }
}

const invalid = (problems: Problem[]): BatonError =>
  new BatonError('invalid', 'The file is not a team that can be imported.', problems)

function withLine(problem: Problem, file: Document, lines: LineCounter): Problem {
  const path = pointerParts(problem.pointer).map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  for (let depth = path.length; depth >= 0; depth--) {
    const place: unknown = depth === 0 ? file.contents : file.getIn(path.slice(0, depth), true)
    const range = (place as { range?: [number, number, number] } | null | undefined)?.range
    if (range) return { ...problem, message: `Line ${lines.linePos(range[0]).line}: ${problem.message}` }
  }
  return problem
}

/** What makes a thing what it is; these stay even where a default would give them back. */
const NODE_CORE = ['id', 'name', 'kind']
const AGENT_CORE = ['slug', 'name', 'job', 'owner', 'clearance']

const briefNode = (node: TeamNode): object => brief(node, NODE_CORE, (core) => nodeSchema.parse(core))
const briefAgent = (agent: Agent): object => brief(agent, AGENT_CORE, (core) => agentSchema.parse(core))

/** Without the fields that parsing would fill in just so. */
function brief(item: object, core: string[], fill: (core: object) => object): object {
  const fields = Object.entries(item).filter(([, value]) => value !== undefined)
  const defaults = fill(Object.fromEntries(fields.filter(([key]) => core.includes(key)))) as Record<
    string,
    unknown
  >
  return Object.fromEntries(
    fields.filter(([key, value]) => core.includes(key) || !jsonEquals(value, defaults[key])),
  )
}
