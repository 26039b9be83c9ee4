import { type z } from 'zod'
import { refOf } from '../contract/contract'
import { BatonError, brief, type Problem } from '../problem'
import { jsonProblem, refuseUnstorable } from '../storable'
import { teamDocumentSchema, type Group, type TeamDocument } from './document'
import { kindOf } from './kinds/registry'
import type { TeamNode } from './node'
import { pointerOf } from '../pointer'
import { schemaProblems } from '../contract/schema-problems'

/**
 * A team's document from outside: its shape, and that everything it names is in it. Whether it can run is
 * `compileTeam`'s concern.
 * @throws BatonError 'invalid', each problem with its JSON Pointer and what was expected
 */
export function parseTeamDocument(value: unknown): TeamDocument {
  refuseUnstorable(jsonProblem(value), "The team's document")
  const parsed = teamDocumentSchema.safeParse(value)
  const problems = parsed.success ? referentialProblems(parsed.data) : shapeProblems(parsed.error)
  if (!parsed.success || problems.length > 0)
    throw new BatonError(
      'invalid',
      `The team's document has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}.`,
      problems,
    )
  return parsed.data
}

/** What zod found, as problems. A union is reported by what its nearest branch misses. */
export function shapeProblems(error: z.ZodError): Problem[] {
  return error.issues.map((issue) => {
    const expected = expectedBy(issue)
    return {
      pointer: pointerOf(issue.path),
      message: messageOf(issue),
      ...(expected !== undefined && { expected }),
    }
  })
}

/** A name that nobody asked for comes back in part where it is long. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return issue.message
  return issue.keys.reduce((said, key) => said.replace(key, () => brief(key)), issue.message)
}

function expectedBy(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ')
    case 'too_small':
      return `at least ${issue.minimum}`
    case 'too_big':
      return `at most ${issue.maximum}`
    case 'invalid_format':
      return issue.message
    case 'unrecognized_keys':
      return 'known fields only'
    default:
      return undefined
  }
}

function referentialProblems(document: TeamDocument): Problem[] {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  return [
    ...duplicates(
      document.nodes.map(({ id }) => id),
      (i) => `/nodes/${i}/id`,
      'node',
    ),
    ...duplicates(
      document.edges.map(({ id }) => id),
      (i) => `/edges/${i}/id`,
      'handoff',
    ),
    ...duplicates(document.contracts.map(refOf), (i) => `/contracts/${i}`, 'contract'),
    ...duplicates(
      document.layout.notes.map(({ id }) => id),
      (i) => `/layout/notes/${i}/id`,
      'note',
    ),
    ...groupProblems(document.layout.groups ?? [], nodes),
    ...document.nodes.flatMap((node, i) =>
      duplicates(
        kindOf(node)
          .ports(node)
          .map(({ id }) => id),
        () => `/nodes/${i}`,
        'way out',
      ),
    ),
    ...document.edges.flatMap((edge, i) => edgeProblems(edge, `/edges/${i}`, nodes)),
    ...document.contracts.flatMap(({ schema }, i) =>
      schemaProblems(schema).map((problem) => ({
        ...problem,
        pointer: `/contracts/${i}/schema${problem.pointer}`,
      })),
    ),
  ]
}

function duplicates(ids: string[], pointer: (index: number) => string, what: string): Problem[] {
  const first = new Map<string, number>()
  ids.forEach((id, i) => first.has(id) || first.set(id, i))
  return ids.flatMap((id, i) =>
    first.get(id) === i
      ? []
      : [
          {
            pointer: pointer(i),
            message: `There is another ${what} "${id}".`,
            expected: 'a name of its own',
          },
        ],
  )
}

function groupProblems(groups: readonly Group[], nodes: ReadonlyMap<string, TeamNode>): Problem[] {
  const seen = new Set<string>()
  return [
    ...duplicates(
      groups.map(({ id }) => id),
      (i) => `/layout/groups/${i}/id`,
      'group',
    ),
    ...groups.flatMap((group, i) =>
      group.nodes.flatMap((id, j): Problem[] => {
        const twice = seen.has(id)
        seen.add(id)
        if (nodes.has(id) && !twice) return []
        const message = twice ? `"${id}" is in a group already.` : `There is no node "${id}".`
        return [{ pointer: `/layout/groups/${i}/nodes/${j}`, message, expected: 'a node in no other group' }]
      }),
    ),
  ]
}

function edgeProblems(
  { from, to }: TeamDocument['edges'][number],
  pointer: string,
  nodes: ReadonlyMap<string, TeamNode>,
): Problem[] {
  const known = [...nodes.keys()].join(', ')
  const source = nodes.get(from.node)
  const target = nodes.get(to.node)
  const problems: Problem[] = []
  if (!source)
    problems.push({
      pointer: `${pointer}/from/node`,
      message: `There is no node "${from.node}".`,
      expected: known,
    })
  if (!target)
    problems.push({
      pointer: `${pointer}/to/node`,
      message: `There is no node "${to.node}".`,
      expected: known,
    })
  const ports = source
    ? kindOf(source)
        .ports(source)
        .map(({ id }) => id)
    : [from.port]
  if (!ports.includes(from.port))
    problems.push({
      pointer: `${pointer}/from/port`,
      message: `"${from.node}" has no way out named "${from.port}".`,
      expected: ports.join(', ') || 'no handoff: a run ends there',
    })
  return problems
}
