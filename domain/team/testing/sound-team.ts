import fc from 'fast-check'
import type { Edge, TeamDocument } from '../document'
import type { TeamNode } from '../node'
import { contract, drawTeam, node } from './draw-team'

const THING = 'some.thing@1'
const thing = contract(THING, { a: { enum: ['x', 'y'], 'x-classification': 'public' } })

/** A part with one way in and one way out, of which others are made. */
type Block =
  | { is: 'agent' | 'timer' | 'event' | 'reviewed' | 'checked' | 'written' | 'again' }
  | { is: 'either' | 'both'; one: Block[]; other: Block[] }

const simple = fc
  .constantFrom<Block['is'][]>('agent', 'agent', 'timer', 'event', 'reviewed', 'checked', 'written', 'again')
  .map((is) => ({ is }) as Block)

const { blocks } = fc.letrec<{ blocks: Block[]; block: Block }>((tie) => ({
  blocks: fc.array(tie('block'), { minLength: 1, maxLength: 4 }),
  block: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: simple },
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constantFrom('either', 'both'),
        one: tie('blocks'),
        other: tie('blocks'),
      }),
    },
  ) as fc.Arbitrary<Block>,
}))

/**
 * Teams that are sound because of how they are made: of parts that follow each other, where ways that part come together
 * again, every write stands behind its own approval, and whoever goes back has a bound.
 */
export const soundTeam = (): fc.Arbitrary<TeamDocument> => blocks.map(drawn)

function drawn(parts: Block[]): TeamDocument {
  const nodes: TeamNode[] = [node('trigger', 'start', { produces: THING })]
  const edges: string[] = []
  const add = (one: TeamNode): string => {
    nodes.push(one)
    return one.id
  }
  const id = (kind: string): string => `${kind}_${nodes.length}`
  const agent = (): string => add(node('agent', id('agent'), { agent: 'writer', produces: THING }))
  /** Draws a part behind the ways out that lead to it; gives the ways out that lead on. */
  const put = (ways: string[], block: Block): string[] => {
    const lead = (to: string): void => void edges.push(...ways.map((way) => `${way} -> ${to}`))
    switch (block.is) {
      case 'agent': {
        const one = agent()
        lead(one)
        return [one]
      }
      case 'timer':
      case 'event': {
        const one = add(
          block.is === 'timer'
            ? node('timer', id('timer'))
            : node('wait', id('wait'), { event: 'thing.came', produces: THING }),
        )
        lead(one)
        return [one]
      }
      case 'reviewed': {
        const worker = agent()
        const person = add(node('human', id('person')))
        lead(worker)
        edges.push(`${worker} -> ${person}`, `${person}.sent_back -> ${worker}`)
        return [`${person}.approved`]
      }
      case 'checked': {
        const when = 'start.a == "x"'
        const rules = add(
          node('rules', id('rules'), {
            rules: [{ id: 'R-1', name: 'r', when, then: 'review', message: '' }],
          }),
        )
        const person = add(node('human', id('person')))
        lead(rules)
        edges.push(`${rules}.review -> ${person}`)
        return [`${rules}.pass`, `${person}.approved`]
      }
      case 'written': {
        const person = add(node('human', id('person')))
        const fields = [{ name: 'x', label: '', value: 'start.a' }]
        const write = add(node('action', id('write'), { connection: 'crm', path: '/', fields }))
        lead(person)
        edges.push(`${person}.approved -> ${write}`)
        return [write]
      }
      case 'again': {
        const worker = agent()
        const loop = add(node('loop', id('loop'), { until: `${worker}.a == "x"`, feedback: 'Once more.' }))
        lead(worker)
        edges.push(`${worker} -> ${loop}`, `${loop}.again -> ${worker}`)
        return [`${loop}.done`, `${loop}.exhausted`]
      }
      case 'either': {
        const router = add(
          node('router', id('router'), { routes: [{ port: 'x', label: '', when: 'start.a == "x"' }] }),
        )
        lead(router)
        return [...follow([`${router}.x`], block.one), ...follow([`${router}.default`], block.other)]
      }
      case 'both': {
        const ways = [
          { port: 'one', label: '' },
          { port: 'other', label: '' },
        ]
        const split = add(node('parallel', id('split'), { ways }))
        lead(split)
        const ends = [...follow([`${split}.one`], block.one), ...follow([`${split}.other`], block.other)]
        const join = add(node('join', id('join')))
        edges.push(...ends.map((way) => `${way} -> ${join}`))
        return [join]
      }
    }
  }
  const follow = (ways: string[], list: Block[]): string[] => list.reduce(put, ways)
  const last = follow(['start'], parts)
  nodes.push(node('end', 'done'))
  edges.push(...last.map((way) => `${way} -> done`))
  return drawTeam({ contracts: [thing], nodes, edges })
}

type Change = (team: TeamDocument, pick: (below: number) => number) => TeamDocument | undefined

const one = <T>(list: readonly T[], pick: (below: number) => number): T | undefined => list[pick(list.length)]
const changed = (team: TeamDocument, at: TeamNode | undefined, patch: object): TeamDocument | undefined =>
  at && { ...team, nodes: team.nodes.map((each) => (each === at ? ({ ...at, ...patch } as TeamNode) : each)) }
const of = <K extends TeamNode['kind']>({ nodes }: TeamDocument, kind: K) =>
  nodes.filter((each): each is Extract<TeamNode, { kind: K }> => each.kind === kind)
const moved = (team: TeamDocument, edge: Edge | undefined, to: string): TeamDocument | undefined =>
  edge && { ...team, edges: team.edges.map((each) => (each === edge ? { ...edge, to: { node: to } } : each)) }

/** Ways to break such a team somewhere, by what must be found; undefined where it has nothing to break so. */
export const BREAKS: Record<string, Change> = {
  'trigger.many': (team) => ({
    ...team,
    nodes: [...team.nodes, node('trigger', 'also', { produces: THING })],
  }),
  'reachable.never': (team) => ({ ...team, nodes: [...team.nodes, node('end', 'lost')] }),
  'ports.open': (team, pick) => {
    const needed = team.edges.filter(({ from }) =>
      ['out', 'approved', 'pass', 'default', 'done'].includes(from.port),
    )
    const gone = one(needed, pick)
    return gone && { ...team, edges: team.edges.filter((edge) => edge !== gone) }
  },
  'ports.many': (team, pick) => {
    const edge = one(team.edges, pick)
    return edge && { ...team, edges: [...team.edges, { ...edge, id: `${edge.id}_2` }] }
  },
  'agents.none': (team, pick) => changed(team, one(of(team, 'agent'), pick), { agent: undefined }),
  'agents.unknown': (team, pick) => changed(team, one(of(team, 'agent'), pick), { agent: 'nobody' }),
  'contracts.output': (team, pick) => changed(team, one(of(team, 'agent'), pick), { produces: undefined }),
  'contracts.unknown': (team, pick) =>
    changed(team, one(of(team, 'agent'), pick), { produces: 'no.thing@1' }),
  'texts.empty': (team, pick) => changed(team, one(of(team, 'human'), pick), { question: ' ' }),
  'connections.unknown': (team, pick) =>
    changed(team, one(of(team, 'action'), pick), { connection: 'nowhere' }),
  'waits.unnamed': (team, pick) => changed(team, one(of(team, 'wait'), pick), { event: '' }),
  'lanes.twice': (team, pick) =>
    changed(team, one(of(team, 'parallel'), pick), {
      ways: ['one', 'other', 'other'].map((port) => ({ port, label: '' })),
    }),
  'lanes.quorum': (team, pick) => changed(team, one(of(team, 'join'), pick), { wait: 'quorum', quorum: 3 }),
  'expressions.fault': (team, pick) =>
    changed(team, one(of(team, 'router'), pick), {
      routes: [{ port: 'x', label: '', when: 'start.b == "x"' }],
    }),
  // Somebody works once more between the approval and the write.
  'gated.open': (team, pick) => {
    const write = one(of(team, 'action'), pick)
    const edge = team.edges.find(({ to }) => to.node === write?.id)
    const later = node('agent', 'later', { agent: 'writer', produces: THING })
    const led = moved(team, edge, later.id)
    const on = { id: 'later_out', from: { node: later.id, port: 'out' }, to: { node: write?.id ?? '' } }
    return led && { ...led, nodes: [...led.nodes, later], edges: [...led.edges, on] }
  },
  // From where the run would end, back to where it began.
  'ends.unbounded': (team, pick) => {
    const first = team.edges.find(({ from }) => from.node === 'start')?.to.node
    const to = of(team, 'end')[0]?.id
    return moved(
      team,
      one(
        team.edges.filter((edge) => edge.to.node === to),
        pick,
      ),
      first ?? '',
    )
  },
  'assigned.path': (team, pick) => {
    const [first, ...later] = of(team, 'agent')
    const other = one(later, pick)
    return other && changed(team, first, { reads: [`${other.id}.a`] })
  },
}
