import type { TeamDocument } from '../document'
import type { NodeOf } from '../node'
import { node } from './draw-team'
import { hubTeam } from './hub-team'
import { add, draw, edits, lead, type Mutation, type Mutations } from './mutate'

type Hub = Partial<NodeOf<'orchestrator'>>
const spoke = (port: string, ...can: string[]) => ({ port, label: '', can })
const task = (type: string, input = 'question@1') => ({ type, about: '', input })

/** Where the hub stands: at the beginning, or behind something else that every run comes by. */
const SURROUNDINGS: [string, (team: TeamDocument) => TeamDocument][] = [
  ['at the beginning', (team) => team],
  [
    'behind a person',
    edits(add(node('human', 'look')), lead('start_out_lead', 'look'), draw('look.approved -> lead')),
  ],
  [
    'after a time',
    edits(add(node('timer', 'later')), lead('start_out_lead', 'later'), draw('later -> lead')),
  ],
  [
    'behind rules',
    edits(add(node('rules', 'checks')), lead('start_out_lead', 'checks'), draw('checks.pass -> lead')),
  ],
  [
    'on one way',
    edits(
      add(node('router', 'which', { routes: [{ port: 'short', label: '', when: 'size(start.name) < 3' }] })),
      add(node('end', 'left', { outcome: 'rejected' })),
      lead('start_out_lead', 'which'),
      draw('which.default -> lead'),
      draw('which.short -> left'),
    ),
  ],
]

const broken = (
  name: string,
  codes: string[],
  more: Hub | ((team: TeamDocument) => TeamDocument),
): Mutation[] =>
  SURROUNDINGS.map(([where, put]) => ({
    name: `${name}, ${where}`,
    codes,
    mutate: () => put(typeof more === 'function' ? more(hubTeam()) : hubTeam(more)),
  }))

/** The hub without the contract that it hands on by; the end takes whatever comes. */
const voiceless = (team: TeamDocument): TeamDocument => ({
  ...team,
  contracts: team.contracts.filter(({ name }) => name !== 'report'),
  nodes: team.nodes.map((one) => {
    if (one.kind === 'orchestrator') {
      const { produces: _report, ...rest } = one
      return rest
    }
    if (one.kind !== 'end') return one
    const { accepts: _taken, ...rest } = one
    return rest
  }),
})

export const hubMutations: Mutations[] = [
  {
    check: 'orchestrators',
    cases: [
      ...broken('no tasks', ['orchestrators.tasks', 'views.nothing'], { tasks: [], spokes: [], rules: [] }),
      ...broken('no result', ['orchestrators.result'], voiceless),
      ...broken('a task that nobody can do', ['orchestrators.undone'], {
        spokes: [spoke('bank', 'credit'), spoke('market', 'credit')],
        rules: [],
      }),
      ...broken('somebody who can do nothing', ['orchestrators.idle', 'views.nothing'], {
        spokes: [spoke('bank', 'credit', 'fit'), spoke('market')],
        rules: [],
      }),
      ...broken('a task that is never given', ['orchestrators.idle'], {
        spokes: [spoke('bank', 'credit', 'fit'), spoke('market', 'fit', 'weather')],
        rules: [],
      }),
      ...broken('a rule to a way that is not there', ['orchestrators.rule'], {
        rules: [{ type: 'fit', when: 'true', to: 'elsewhere' }],
      }),
      ...broken('a rule for a task that is not there', ['orchestrators.rule'], {
        rules: [{ type: 'weather', when: 'true', to: 'bank' }],
      }),
      ...broken('a task twice', ['orchestrators.twice'], {
        tasks: [task('fit'), task('fit'), task('credit')],
      }),
    ],
  },
]
