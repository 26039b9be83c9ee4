import type { NodeOf } from '../node'
import { hubTeam } from './hub-team'
import type { Mutations } from './mutate'

type Hub = Partial<NodeOf<'orchestrator'>>
const broken = (name: string, code: string, more: Hub, codes: string[] = []) => ({
  name,
  codes: [code, ...codes],
  mutate: () => hubTeam(more),
})
const spoke = (port: string, ...can: string[]) => ({ port, label: '', can })

export const hubMutations: Mutations[] = [
  {
    check: 'orchestrators',
    cases: [
      broken('a task that nobody can do', 'orchestrators.undone', {
        spokes: [spoke('bank', 'credit'), spoke('market', 'credit')],
        rules: [],
      }),
      broken(
        'somebody who can do nothing',
        'orchestrators.idle',
        {
          spokes: [spoke('bank', 'credit', 'fit'), spoke('market')],
          rules: [],
        },
        ['views.nothing'],
      ),
      broken('a task that is never given', 'orchestrators.idle', {
        spokes: [spoke('bank', 'credit', 'fit'), spoke('market', 'fit', 'weather')],
        rules: [],
      }),
      broken('a rule to a way that is not there', 'orchestrators.rule', {
        rules: [{ type: 'fit', when: 'true', to: 'elsewhere' }],
      }),
      broken('a rule for a task that is not there', 'orchestrators.rule', {
        rules: [{ type: 'weather', when: 'true', to: 'bank' }],
      }),
      broken('a task twice', 'orchestrators.twice', {
        tasks: [
          { type: 'fit', about: '', input: 'question@1' },
          { type: 'fit', about: '', input: 'question@1' },
          { type: 'credit', about: '', input: 'question@1' },
        ],
      }),
    ],
  },
]
