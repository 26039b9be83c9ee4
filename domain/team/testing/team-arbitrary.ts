import fc from 'fast-check'
import { schemaArbitrary } from '../../contract/evaluate-arbitrary'
import { CATEGORIES, CLASSIFICATIONS } from '../../policy/classification'
import { jsonProblem } from '../../storable'
import { agentSchema, type Agent } from '../agent'
import type { BundleConnection } from '../bundle'
import { teamDocumentSchema, type Edge, type TeamDocument } from '../document'
import { KINDS, kindOf } from '../kinds/registry'
import { nodeSchema, type NodeKind, type TeamNode } from '../node'
import { schemaProblems } from '../../contract/schema-problems'
import type { CalledTeam, TeamFile } from '../yaml'

/** Texts that YAML could take for something else, lose or fold. For tests. */
export const hardText = (maxLength = 120): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength }),
      fc.string({ unit: 'binary', maxLength }),
      fc.constantFrom(
        ...['yes', '~', '1e3', '- a', 'a: b', '# c', ' x ', 'a\n\n  b\n', '\t', '"', "'", '&a *a', '0x1f'],
        ...[
          'a\rb',
          'a\r\nb',
          '\u0085',
          '\u2028',
          '\ufeff',
          '\u007f',
          'x\u0000'.slice(0, 1),
          '%TAG',
          '---',
          '!!str a',
        ],
        ...['{{ a.b }}', '[]', '{}', ' \n ', 'a\n', '\na', 'a \nb', `${'long words '.repeat(30)}end`],
      ),
    )
    .filter((text) => jsonProblem(text) === undefined && text.length <= maxLength)

const kinds = Object.keys(KINDS) as NodeKind[]
const slug = fc.constantFrom('writer', 'researcher', 'crm', 'mail', 'other-team')
const refs = fc.constantFrom('a.b@1', 'a.b@2', 'c@1', 'nowhere@9')

/** Fields that some kinds have; each is set where the kind takes it. */
const patches = fc.record(
  {
    produces: refs,
    accepts: refs,
    agent: slug,
    fallback: slug,
    connection: slug,
    team: slug,
    reads: fc.uniqueArray(fc.constantFrom('n0', 'n1.a', 'n2.b.c'), { maxLength: 3 }),
    task: hardText(),
    question: hardText(),
    instructions: hardText(),
    summary: hardText(),
    title: hardText(),
    over: fc.constantFrom('n0.list', '[1, 2]'),
    outcome: fc.constantFrom('done', 'rejected'),
    method: fc.constantFrom('POST', 'PATCH', 'PUT', 'DELETE'),
    dueHours: fc.integer({ min: 1, max: 700 }),
    repairs: fc.integer({ min: 0, max: 3 }),
    fields: fc.array(
      fc.record({ name: fc.constantFrom('x', 'y'), label: hardText(40), value: hardText(40) }),
      {
        maxLength: 2,
      },
    ),
  },
  { requiredKeys: [], noNullPrototype: true },
)

const nodeArbitrary = (id: string): fc.Arbitrary<TeamNode> =>
  fc.tuple(fc.constantFrom(...kinds), hardText(60), patches).map(([kind, name, patch]) => {
    const bare = KINDS[kind].defaults(id, id) as TeamNode
    return Object.entries({ name, ...patch }).reduce((node, [field, value]) => {
      const parsed = nodeSchema.safeParse({ ...node, [field]: value })
      return parsed.success ? parsed.data : node
    }, nodeSchema.parse(bare))
  })

const contracts = fc.uniqueArray(fc.constantFrom('a.b@1', 'a.b@2', 'c@1'), { maxLength: 3 }).chain((names) =>
  fc.tuple(
    ...names.map((ref) =>
      fc
        .tuple(
          fc.dictionary(fc.constantFrom('a', 'b', 'zz', 'first_name', 'x1'), schemaArbitrary(2), {
            maxKeys: 4,
            noNullPrototype: true,
          }),
          fc.boolean(),
          hardText(),
          fc.jsonValue({ maxDepth: 2 }),
        )
        .map(([properties, some, description, example]) => ({
          name: ref.split('@')[0] ?? '',
          version: Number(ref.split('@')[1]),
          description,
          schema: {
            type: 'object',
            properties,
            required: some ? Object.keys(properties).slice(1) : [],
            examples: [JSON.parse(JSON.stringify(example)) as unknown],
          },
        }))
        .filter(({ schema }) => schemaProblems(schema).length === 0 && jsonProblem(schema) === undefined),
    ),
  ),
)

const numbers = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((x) => (Object.is(x, -0) ? 0 : x))
const point = fc.record({ x: numbers, y: numbers }, { noNullPrototype: true })

const isName = (name: string): boolean => teamDocumentSchema.shape.name.safeParse(name).success

const documentArbitrary: fc.Arbitrary<TeamDocument> = fc
  .integer({ min: 0, max: 7 })
  .chain((count) =>
    fc.record(
      {
        name: hardText(40).filter(isName),
        description: hardText(),
        goal: hardText(),
        nodes: fc.tuple(...Array.from({ length: count }, (_, i) => nodeArbitrary(`n${i}`))),
        contracts,
        pairs: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 12 }),
        positions: fc.dictionary(fc.constantFrom('n0', 'n1', 'n2', 'n3', 'gone'), point, {
          noNullPrototype: true,
        }),
        notes: fc.array(fc.tuple(hardText(), point), { maxLength: 2 }),
        groups: fc.array(hardText(40).filter(isName), { maxLength: 2 }),
      },
      { noNullPrototype: true },
    ),
  )
  .map(({ pairs, positions, notes, groups, ...rest }) =>
    teamDocumentSchema.parse({
      format: 1,
      ...rest,
      edges: edgesBetween(rest.nodes, pairs),
      layout: {
        positions,
        notes: notes.map(([text, at], i) => ({ id: `note_${i}`, text, ...at })),
        groups: groups
          .slice(0, rest.nodes.length)
          .map((name, i) => ({ id: `group_${i}`, name, nodes: [`n${i}`] })),
      },
    }),
  )

function edgesBetween(
  nodes: readonly TeamNode[],
  pairs: readonly (readonly [number, number, number])[],
): Edge[] {
  const edges = new Map<string, Edge>()
  for (const [a, b, p] of pairs) {
    const [from, to] = [nodes[a % nodes.length], nodes[b % nodes.length]]
    const ports = from ? kindOf(from).ports(from) : []
    const port = ports[p % ports.length]?.id
    if (!from || !to || from === to || port === undefined || !kindOf(to).takesIn) continue
    const id = `${from.id}_${port.replaceAll(/[^a-z0-9_]/g, '_')}_${to.id}`.slice(0, 100)
    edges.set(id, { id, from: { node: from.id, port }, to: { node: to.id } })
  }
  return [...edges.values()]
}

const agents = fc.uniqueArray(
  fc
    .tuple(
      slug,
      hardText(60),
      fc.constantFrom(...CLASSIFICATIONS),
      fc.uniqueArray(fc.constantFrom(...CATEGORIES)),
      fc.integer({ min: 0, max: 3 }),
      schemaArbitrary(1),
    )
    .map(([name, instructions, clearance, categories, autonomy, arguments_]): Agent => {
      const parameters = { type: 'object', properties: { q: arguments_ } }
      const tools = [{ name: 'look', description: 'Looks.', connection: 'crm', path: '/{q}', parameters }]
      const job = `Does it: ${name}`
      return agentSchema.parse({
        ...{ slug: name, name, job, owner: 'Mara Lind', instructions, clearance, categories, autonomy },
        ...(autonomy > 1 && { tools }),
      })
    }),
  { selector: (agent) => agent.slug, maxLength: 3 },
)

const connections = fc.uniqueArray(
  fc.record(
    {
      slug,
      name: fc.constantFrom('Practice CRM', 'yes'),
      owner: fc.constant('Mara Lind'),
      clearance: fc.constantFrom(...CLASSIFICATIONS),
    },
    { noNullPrototype: true },
  ) as fc.Arbitrary<BundleConnection>,
  { selector: (one) => one.slug, maxLength: 3 },
)

const contract = contracts.map((list) => list[0])
const calls: fc.Arbitrary<CalledTeam[]> = fc.uniqueArray(
  fc
    .tuple(slug, contract, fc.array(contract, { maxLength: 2 }), fc.uniqueArray(slug))
    .map(([name, input, results, needs]) => ({
      ...{ slug: name, name, results: results.map((one) => one ?? null), needs },
      ...(input && { input }),
    })),
  { selector: (one) => one.slug, maxLength: 2 },
)

const byName = <T extends { slug: string }>(list: T[]): T[] => list.sort((a, b) => (a.slug < b.slug ? -1 : 1))

/** Any team's file that can be read, sound or not, its lists in the order that a file has them. For tests. */
export const teamFileArbitrary: fc.Arbitrary<TeamFile> = fc
  .tuple(documentArbitrary, agents, connections, calls)
  .map(([document, staff, over, called]) => ({
    document,
    agents: byName(staff),
    ...(over.length > 0 && { connections: byName(over) }),
    ...(called.length > 0 && { calls: byName(called) }),
  }))
