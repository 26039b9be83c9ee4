import { describe, expect, it } from 'vitest'
import { checkTeamFile } from '@/domain/team/check-file'
import type { TeamDocument } from '@/domain/team/document'
import { isWrite } from '@/domain/team/kinds/action'
import { isStaffed } from '@/domain/team/staff'
import { teamToYaml, type TeamFile } from '@/domain/team/yaml'
import { templateFolders } from './folders'

/** What `baton check` says of a team's file, as it is exported. */
const found = (file: TeamFile) => checkTeamFile(teamToYaml(file), { published: true }).problems

const files = templateFolders().map(({ key, document, agents, systems }): [string, TeamFile] => [
  key,
  {
    document,
    agents,
    connections: systems.map(({ slug, name, owner, clearance }) => ({ slug, name, owner, clearance })),
  },
])

type Node = TeamDocument['nodes'][number]
/** Each thing that a change applies to, changed by itself: one file for each. */
const each = (file: TeamFile, change: (node: Node) => Partial<Node> | undefined): TeamFile[] =>
  file.document.nodes.flatMap((node, i) => {
    const patch = change(node)
    if (!patch) return []
    const nodes = file.document.nodes.with(i, { ...node, ...patch } as Node)
    return [{ ...file, document: { ...file.document, nodes } }]
  })
const withDocument = (file: TeamFile, more: Partial<TeamDocument>): TeamFile => ({
  ...file,
  document: { ...file.document, ...more },
})
const effects = (file: TeamFile) =>
  file.document.nodes.filter((node) => node.kind === 'action' && isWrite(node))
const firstAgent = (file: TeamFile) => file.document.nodes.find((node) => node.kind === 'agent')

/** By what must be found: ways to break that in any template it applies to. */
const MUTATIONS: Record<string, (file: TeamFile) => TeamFile[]> = {
  'agents.none': (file) =>
    each(file, (node) => (node.kind === 'agent' ? ({ agent: undefined } as Partial<Node>) : undefined)),
  'agents.unknown': (file) => each(file, (node) => (node.kind === 'agent' ? { agent: 'nobody' } : undefined)),
  'agents.contract': (file) =>
    each(file, (node) => (node.kind === 'agent' ? ({ produces: undefined } as Partial<Node>) : undefined)),
  'contracts.unknown': (file) =>
    file.document.nodes.flatMap((node) =>
      'produces' in node && node.produces !== undefined
        ? [
            withDocument(file, {
              contracts: file.document.contracts.filter(
                ({ name, version }) => `${name}@${version}` !== ('produces' in node ? node.produces : ''),
              ),
            }),
          ]
        : [],
    ),
  'texts.empty': (file) => each(file, (node) => (node.kind === 'human' ? { question: '' } : undefined)),
  'ports.open': (file) =>
    file.document.edges
      .filter(({ from }) => from.port === 'out' || from.port === 'pass' || from.port === 'approved')
      .map(({ id }) => withDocument(file, { edges: file.document.edges.filter((edge) => edge.id !== id) })),
  'trigger.many': (file) => [
    withDocument(file, {
      nodes: [...file.document.nodes, { kind: 'trigger', id: 'also', name: 'Also', title: '' }],
    }),
  ],
  'reachable.never': (file) => [
    withDocument(file, {
      nodes: [...file.document.nodes, { kind: 'end', id: 'lost', name: 'Lost', outcome: 'done' }],
    }),
  ],
  'expressions.fault': (file) =>
    each(file, (node) =>
      node.kind === 'rules' && node.rules.length > 0
        ? { rules: node.rules.map((rule) => ({ ...rule, when: 'nothing.of_that > 1' })) }
        : undefined,
    ),
  'assigned.path': (file) => {
    const last = file.document.nodes.findLast((node) => node.kind === 'agent')
    const first = firstAgent(file)
    return last && first && last.id !== first.id
      ? each(file, (node) => (node.id === first.id ? { reads: [last.id] } : undefined))
      : []
  },
  'connections.unknown': (file) =>
    each(file, (node) => (node.kind === 'action' ? { connection: 'nowhere' } : undefined)),
  'connections.clearance': (file) => [
    {
      ...file,
      connections: (file.connections ?? []).map((one) => ({ ...one, clearance: 'public' as const })),
    },
  ],
  'trust.words': (file) =>
    each(file, (node) =>
      node.kind === 'action' && node.fields.some(({ readByPeople }) => readByPeople)
        ? { fields: node.fields.map(({ readByPeople: _marked, ...field }) => field) }
        : undefined,
    ),
  'gated.open': (file) =>
    effects(file).flatMap((effect) => {
      const agent = file.document.nodes.findLast((node) => isStaffed(node) && node.kind === 'agent')
      const edge = file.document.edges.find(({ from }) => from.node === agent?.id && from.port === 'out')
      return edge
        ? [
            withDocument(file, {
              edges: file.document.edges.map((one) =>
                one === edge ? { ...one, to: { node: effect.id } } : one,
              ),
            }),
          ]
        : []
    }),
  'ends.unbounded': (file) =>
    effects(file).flatMap((effect) => {
      const agent = firstAgent(file)
      return agent
        ? [
            withDocument(file, {
              edges: file.document.edges.map((edge) =>
                edge.from.node === effect.id && edge.from.port === 'out'
                  ? { ...edge, to: { node: agent.id } }
                  : edge,
              ),
            }),
          ]
        : []
    }),
}

describe.each(files)('%s', (_key, file) => {
  it('raises no alarm as it is', () => {
    expect(found(file).filter(({ severity }) => severity !== 'advice')).toEqual([])
  })
})

describe.each(Object.entries(MUTATIONS))('%s', (code, mutate) => {
  const mutants = files.flatMap(([key, file]) =>
    mutate(file).map((mutant, i) => [`${key} ${i}`, mutant] as const),
  )

  it('is broken in at least three ways', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(3)
  })

  it.each(mutants)('%s', (_name, mutant) => {
    const codes = found(mutant).map((problem) => problem.code)
    // A run that goes round may never come out again either.
    expect(codes.map((one) => (one === 'ends.never' ? 'ends.unbounded' : one))).toContain(code)
  })
})
