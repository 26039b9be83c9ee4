import { Document, isCollection, isScalar, visit } from 'yaml'
import { z } from 'zod'
import { operationSchema } from '../connection/operation'
import { contractSchema } from '../contract/contract'
import { jsonEquals } from '../contract/json-schema'
import { orderJson, orderSchema } from '../contract/ordered-schema'
import { nameSchema } from '../name'
import { classificationSchema } from '../policy/classification'
import { BatonError, type Problem } from '../problem'
import { jsonProblem } from '../storable'
import { readYaml, withLines, YamlTextError, type LineProblem } from '../yaml-text'
import { agentSchema, type Agent } from './agent'
import type { BundleConnection, BundleTeam } from './bundle'
import { teamCaseSchema, teamCasesSchema, type TeamCase } from './case'
import { teamDocumentSchema, type TeamDocument } from './document'
import { nodeSchema, type TeamNode } from './node'
import { parseTeamDocument, shapeProblems } from './parse'
import { slugSchema } from './slug'

/** What a proof asks of a team that is called; which of its versions is called is no matter of it. */
export type CalledTeam = Pick<BundleTeam, 'slug' | 'name' | 'input' | 'results' | 'needs' | 'writes'>

/**
 * A team with the agents it places, as it is taken from one workspace to another; and with what else its proof looks
 * at, so that it can be proved where there is no workspace.
 */
export interface TeamFile {
  document: TeamDocument
  agents: Agent[]
  /** What its steps and tools call over, without addresses and secrets. An import makes none of them. */
  connections?: BundleConnection[]
  /** The teams it calls. An import makes none of them. */
  calls?: CalledTeam[]
  /** Its test cases. An import puts them in the place of those that the team has, also where the list is empty; absent, those stay. */
  cases?: TeamCase[]
}

/**
 * A team as YAML for people to read, compare and keep under version control: the same team gives the same text,
 * whatever order its members came in, and what is as by default is left out. `teamFromYaml` gives back exactly what
 * went in.
 */
export function teamToYaml({ document, agents, connections = [], calls = [], cases = [] }: TeamFile): string {
  const { format, layout, contracts, nodes, edges, ...about } = teamDocumentSchema.parse(document)
  const file = new Document(
    {
      baton: format,
      team: {
        ...about,
        nodes: nodes.map(briefNode),
        edges,
        contracts: contracts.map(withOrder),
        layout: { ...layout, positions: inOrderOf(nodes, layout.positions) },
      },
      agents: bySlug(agents).map(briefAgent),
      ...(connections.length > 0 && {
        connections: bySlug(connections).map((one) => connectionSchema.parse(one)),
      }),
      ...(calls.length > 0 && { calls: bySlug(calls).map(briefCall) }),
      ...(cases.length > 0 && { cases: cases.map(orderedCase) }),
    },
    { aliasDuplicateObjects: false },
  )
  // A handoff, a position and a connection are one line each.
  for (const path of [['team', 'edges'], ['team', 'layout', 'positions'], ['connections']]) {
    const list = file.getIn(path)
    if (isCollection(list))
      visit(list, {
        Map: (_key, map) => {
          if (map !== list) map.flow = true
        },
      })
  }
  visit(file, {
    Scalar: (_key, scalar) => {
      if (isScalar(scalar) && typeof scalar.value === 'string' && INVISIBLE.test(scalar.value))
        scalar.type = 'QUOTE_DOUBLE'
    },
  })
  return file.toString({ lineWidth: 110, flowCollectionPadding: true })
}

/** What a plain text of YAML would lose or change. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u2028\u2029\ufeff]/

/**
 * A team from YAML (or JSON, which is YAML).
 * @throws BatonError 'invalid', each problem with a JSON Pointer into the file, what was expected, and its line
 */
export function teamFromYaml(text: string): TeamFile {
  const read = readTeamFile(text)
  if ('problems' in read) throw invalid(withLines(read.problems))
  return read.file
}

/** As `teamFromYaml`, but tells the line of any place in the file too, and of what is wrong with it. Never throws. */
export function readTeamFile(
  text: string,
): { file: TeamFile; lineOf: (pointer: string) => number } | { problems: LineProblem[] } {
  let lineOf = (_pointer: string): number => 1
  try {
    const yaml = readYaml(text)
    lineOf = (pointer) => yaml.lineOf(pointer)
    return { file: fileFrom(yaml.value), lineOf }
  } catch (error) {
    if (error instanceof YamlTextError) return { problems: error.problems }
    if (!(error instanceof BatonError)) throw error
    return { problems: error.problems.map((problem) => ({ ...problem, line: lineOf(problem.pointer) })) }
  }
}

const connectionSchema = z.strictObject({
  slug: slugSchema,
  name: nameSchema(),
  owner: nameSchema(120),
  clearance: classificationSchema,
  /** By name, those that the team's steps and tools call. */
  operations: z.record(z.string(), operationSchema).optional(),
})

const callSchema = z.strictObject({
  slug: slugSchema,
  name: nameSchema(),
  /** What its runs begin with. */
  input: contractSchema.optional(),
  /** What its ends that are done take; null for one that takes anything. */
  results: z.array(contractSchema.nullable()).max(500).default([]),
  /** Every team that it needs in turn. */
  needs: z.array(slugSchema).max(500).default([]),
  /** It may write to the outside though no person approves it there. */
  writes: z.literal(true).optional(),
})

const fileSchema = z.strictObject({
  baton: z.literal(1),
  team: z.record(z.string(), z.unknown()),
  agents: z.array(agentSchema).default([]),
  connections: z.array(connectionSchema).max(500).optional(),
  calls: z.array(callSchema).max(500).optional(),
  cases: teamCasesSchema.optional(),
})

function fileFrom(value: unknown): TeamFile {
  const unstorable = jsonProblem(value)
  if (unstorable) throw invalid([unstorable])
  const file = fileSchema.safeParse(value)
  if (!file.success) throw invalid(shapeProblems(file.error))
  const { baton, team, agents, connections = [], calls = [], cases } = file.data
  const twice = [
    ...namedTwice(agents, 'agents', 'agent'),
    ...namedTwice(connections, 'connections', 'connection'),
    ...namedTwice(calls, 'calls', 'called team'),
  ]
  if (twice.length > 0) throw invalid(twice)
  try {
    return {
      document: parseTeamDocument({ ...team, format: baton }),
      agents,
      ...(connections.length > 0 && { connections }),
      ...(calls.length > 0 && { calls: calls as CalledTeam[] }),
      ...(cases && { cases }),
    }
  } catch (error) {
    if (!(error instanceof BatonError)) throw error
    throw invalid(error.problems.map((problem) => ({ ...problem, pointer: `/team${problem.pointer}` })))
  }
}

const namedTwice = (list: readonly { slug: string }[], at: string, what: string): Problem[] =>
  list.flatMap(({ slug }, i) =>
    list.findIndex((one) => one.slug === slug) === i
      ? []
      : [
          {
            pointer: `/${at}/${i}/slug`,
            message: `There is another ${what} "${slug}".`,
            expected: 'a name of its own',
          },
        ],
  )

const invalid = (problems: Problem[]): BatonError =>
  new BatonError('invalid', 'The file is not a team that can be imported.', problems)

const bySlug = <T extends { slug: string }>(list: readonly T[]): T[] =>
  [...list].sort((a, b) => (a.slug < b.slug ? -1 : 1))

const withOrder = <T extends { schema: Record<string, unknown> }>(contract: T): T => ({
  ...contract,
  schema: orderSchema(contract.schema),
})

function briefCall(call: CalledTeam): object {
  const { input, results, ...rest } = callSchema.parse(call)
  return {
    ...rest,
    ...(input && { input: withOrder(input) }),
    results: results.map((one) => one && withOrder(one)),
  }
}

/** Its own members in one order, and those of the values in it by name: a database that keeps JSON keeps no order. */
function orderedCase(one: TeamCase): object {
  const { input, pins, ...rest } = teamCaseSchema.parse(one)
  const { name, about, kind, ...others } = rest
  return {
    ...{ name, ...(about !== undefined && { about }), kind, input: orderJson(input) },
    ...(pins && { pins: orderJson(pins) }),
    ...others,
  }
}

/** Places in the order of what stands there; of what is not there any more, by name. */
function inOrderOf<T>(nodes: readonly TeamNode[], positions: Record<string, T>): Record<string, T> {
  const known = nodes.flatMap(({ id }) => (Object.hasOwn(positions, id) ? [id] : []))
  const others = Object.keys(positions).filter((id) => !known.includes(id))
  return Object.fromEntries([...known, ...others.sort()].map((id) => [id, positions[id] as T]))
}

/** What makes a thing what it is; these stay even where a default would give them back. */
const NODE_CORE = ['id', 'name', 'kind']
const AGENT_CORE = ['slug', 'name', 'job', 'owner', 'clearance']

const briefNode = (node: TeamNode): object => brief(node, NODE_CORE, (core) => nodeSchema.parse(core))

function briefAgent(agent: Agent): object {
  const parsed = agentSchema.parse(agent)
  const tools = parsed.tools.map((tool) => ({ ...tool, parameters: orderSchema(tool.parameters) }))
  return brief({ ...parsed, tools }, AGENT_CORE, (core) => agentSchema.parse(core))
}

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
