import type { Catalogue } from '../checks/check'
import type { TeamDocument } from '../document'
import { contract, edge, field, node } from './draw-team'
import { hubTeam } from './hub-team'
import { add, cut, draw, edits, lead, raw, set, type Mutation, type Mutations } from './mutate'
import { settlingCatalogue, settlingTeam, withSettledContract } from './settling-team'
import { splitTeam } from './split-team'
import { supervisedCatalogue, supervisedTeam } from './supervised-team'

/** Other sound teams, each beginning at `start`. */
const OTHERS: {
  name: string
  team: () => TeamDocument
  catalogue?: Catalogue
  /** Nobody reads what began a run. */
  unread?: true
  /** Nobody else names the contract of it. */
  loose?: true
  /** What else is missing without that contract. */
  begun: string[]
}[] = [
  { name: 'with a hub', team: hubTeam, unread: true, begun: [] },
  { name: 'that splits', team: splitTeam, loose: true, begun: ['advice.contract'] },
  {
    name: 'with a supervisor',
    team: supervisedTeam,
    catalogue: supervisedCatalogue(),
    begun: ['connections.unclassified', 'trust.address'],
  },
  {
    name: 'that settles claims',
    team: () => withSettledContract(settlingTeam()),
    catalogue: settlingCatalogue(),
    unread: true,
    loose: true,
    begun: ['advice.contract'],
  },
]

const ofOthers = (
  name: string,
  codes: (other: (typeof OTHERS)[number]) => string[],
  mutate: (team: TeamDocument) => TeamDocument,
): Mutation[] =>
  OTHERS.map((other) => ({
    name: `${name} of a team ${other.name}`,
    codes: codes(other),
    mutate: () => mutate(other.team()),
    ...(other.catalogue && { catalogue: other.catalogue }),
  }))

const reject = set('limits', {
  rules: [{ id: 'D-1', name: 'Rule', when: 'drafting.amount > 1', then: 'reject', message: '' }],
})
const second = (from: string): Mutation => ({
  name: `two from one way out of ${from}`,
  codes: ['ports.many'],
  mutate: edits(add(node('end', 'also')), draw(`${from} -> also`)),
})
const intoStart = (name: string, ...commands: Parameters<typeof edits>): Mutation => ({
  name,
  codes: ['ports.closed'],
  mutate: (team) =>
    raw(({ edges }) => ({ edges: [...edges, edge(`${name} -> start`)] }))(edits(...commands)(team)),
})
const more = (from: string, to: string) => [
  add(node('router', 'ways', { routes: [{ port: 'lost', label: '', when: 'size(research.deals) == 0' }] })),
  lead(from, 'ways'),
  draw(`ways.default -> ${to}`),
]

/** More of how a team begins, leads on and ends. */
export const beginMutations: Mutations[] = [
  {
    check: 'trigger',
    cases: [
      ...ofOthers(
        'no trigger',
        ({ unread, loose }) => [
          'trigger.missing',
          ...(unread ? [] : ['expressions.fault']),
          ...(loose ? ['advice.contract'] : []),
        ],
        edits({ type: 'node.remove', id: 'start' }),
      ),
      ...['limits', 'update'].map((to): Mutation => ({
        name: `a second beginning before ${to}`,
        codes: ['trigger.many'],
        mutate: edits(add(node('trigger', 'also', { produces: 'deal.draft@1' })), draw(`also -> ${to}`)),
      })),
      {
        name: 'no trigger, and nobody reads what began it',
        codes: ['trigger.missing'],
        mutate: edits(
          { type: 'node.remove', id: 'start' },
          set('drafting', { reads: [] }),
          set('update', { path: '/' }),
        ),
      },
    ],
  },
  {
    check: 'contracts',
    cases: [
      ...ofOthers(
        'no contract at the beginning',
        ({ begun }) => ['contracts.input', ...begun],
        edits(set('start', { produces: null })),
      ),
      ...(['done', 'update', 'drafting', 'research'] as const).map((id) => ({
        name: `a contract that is not there, at ${id}`,
        codes: ['contracts.unknown'],
        mutate: edits(set(id, { accepts: 'nobody.knows@1' })),
      })),
      {
        name: 'a contract of requests that is not there',
        codes: ['contracts.unknown'],
        mutate: edits(
          set('drafting', { asksBack: { max: 1, contract: 'question@1' } }),
          draw('drafting.request -> research'),
        ),
      },
      ...(
        [
          ['a length below nothing', { minLength: -1 }],
          ['a pattern that is none', { pattern: '(' }],
          ['a list of types that are none', { type: ['string', 'words'] }],
        ] as const
      ).map(([name, wrong]) => ({
        name,
        codes: ['contracts.schema'],
        mutate: edits({
          type: 'contract.put',
          contract: contract('crm.receipt@1', { id: field('string', wrong) }),
        }),
      })),
    ],
  },
  {
    check: 'ports',
    cases: [
      ...['start', 'research', 'drafting', 'limits.review', 'person.approved'].map(second),
      intoStart('limits.reject', reject),
      intoStart('ways.lost', ...more('research_out_drafting', 'drafting')),
      intoStart('person.sent_back', cut('person_sent_back_drafting')),
      intoStart('later', add(node('timer', 'later')), draw('person.rejected -> later')),
    ],
  },
  {
    check: 'ends',
    cases: [
      {
        name: 'two routers that lead to each other',
        codes: ['ends.never'],
        mutate: edits(
          ...more('research_out_drafting', 'drafting'),
          add(node('router', 'one')),
          add(node('router', 'two')),
          draw('ways.lost -> one'),
          draw('one.default -> two'),
          draw('two.default -> one'),
        ),
      },
      {
        name: 'a time that only waits for itself',
        codes: ['ends.never'],
        mutate: edits(
          ...more('research_out_drafting', 'drafting'),
          add(node('timer', 'later')),
          add(node('router', 'still')),
          draw('ways.lost -> later'),
          draw('later -> still'),
          draw('still.default -> later'),
        ),
      },
      {
        name: 'an event that is waited for again and again',
        codes: ['ends.never'],
        mutate: edits(
          add(node('wait', 'news', { event: 'news.came' })),
          add(node('timer', 'later')),
          draw('person.rejected -> news'),
          draw('news -> later'),
          draw('later -> news'),
        ),
      },
      {
        name: 'a rejection that never ends',
        codes: ['ends.never'],
        mutate: edits(
          reject,
          { type: 'node.remove', id: 'person' },
          add(node('timer', 'later')),
          add(node('timer', 'again')),
          draw('limits.reject -> later'),
          draw('later -> again'),
          draw('again -> later'),
        ),
      },
    ],
  },
]
