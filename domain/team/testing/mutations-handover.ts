import { node } from './draw-team'
import { add, draw, edits, lead, set, staffed, type Mutations } from './mutate'
import { agent } from './sales-team'

const asks = (id: string, to: string) => [set(id, { asksBack: { max: 2 } }), draw(`${id}.request -> ${to}`)]

/** Changes of who asks whom and who stands in for whom that break exactly one check. */
export const handoverMutations: Mutations[] = [
  {
    check: 'requests',
    cases: [
      {
        name: 'asking rules for more',
        codes: ['requests.nobody'],
        mutate: edits(...asks('drafting', 'limits')),
      },
      {
        name: 'asking one who comes later',
        codes: ['assigned.return', 'requests.path'],
        mutate: edits(...asks('research', 'drafting')),
      },
      {
        name: 'asking one whom some paths leave out',
        codes: ['advice.override', 'requests.path'],
        mutate: edits(
          add(
            node('router', 'ways', {
              routes: [{ port: 'other', label: '', when: 'size(research.deals) > 0' }],
            }),
          ),
          add(node('agent', 'second', { agent: 'spare', produces: 'account.dossier@1' })),
          lead('research_out_drafting', 'ways'),
          draw('ways.other -> second'),
          draw('ways.default -> drafting'),
          draw('second -> drafting'),
          ...asks('drafting', 'second'),
        ),
      },
      {
        name: 'free words to one who sees less',
        codes: ['requests.words'],
        mutate: edits(...asks('drafting', 'research')),
        catalogue: staffed(agent('researcher', { clearance: 'public' }), agent('writer')),
      },
      {
        name: 'free words to one who holds fewer categories',
        codes: ['requests.words'],
        mutate: edits(...asks('drafting', 'research')),
        catalogue: staffed(agent('researcher', { categories: [] }), agent('writer')),
      },
    ],
  },
  {
    check: 'stand_in',
    cases: [
      {
        name: 'itself',
        codes: ['stand_in.same'],
        mutate: edits(set('drafting', { fallback: 'writer' })),
      },
      {
        name: 'nobody of that name',
        codes: ['stand_in.unknown'],
        mutate: edits(set('drafting', { fallback: 'spart' })),
      },
      {
        name: 'one of a lower clearance',
        codes: ['stand_in.sees'],
        mutate: edits(set('drafting', { fallback: 'spare' })),
        catalogue: staffed(agent('researcher'), agent('writer'), agent('spare', { clearance: 'public' })),
      },
      {
        name: 'one who sees it masked',
        codes: ['stand_in.sees'],
        mutate: edits(set('drafting', { fallback: 'spare' })),
        catalogue: staffed(agent('researcher'), agent('writer'), agent('spare', { categories: [] })),
      },
    ],
  },
]
