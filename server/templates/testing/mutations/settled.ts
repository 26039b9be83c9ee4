import { node } from '@/domain/team/testing/draw-team'
import { add, draw, lead, put, set } from '@/domain/team/testing/mutate'
import { agent } from '@/domain/team/testing/sales-team'
import { UNPROVABLE } from '@/domain/team/testing/unprovable'
import {
  drawn,
  fieldOf,
  hired,
  sales,
  support,
  withMore,
  type Change,
  type FileChange,
  type Mutant,
} from '../mutant'
import { claiming, SETTLEMENTS, type Settlement } from '../settlements'

const unclaiming =
  (slug: string, subject: string): FileChange =>
  (file) => ({
    ...file,
    agents: file.agents.map((one) =>
      one.slug === slug ? { ...one, claims: one.claims.filter((claim) => claim !== subject) } : one,
    ),
  })

/** Patterns that cannot be compared; what the template of leads settles itself is sent, and so no place for them. */
const UNPROVED_AT: Record<string, readonly (typeof UNPROVABLE)[number][]> = {
  'deal.urgency': UNPROVABLE.slice(0, 2),
  'deal.stage': UNPROVABLE.slice(2, 3),
  'ticket.promise': UNPROVABLE.slice(3, 4),
  'lead.worth': UNPROVABLE.slice(4),
}

/** Where the template of leads sends what was settled. */
const SENT_ON = [
  'keep_warm/fields/1/value',
  'to_enterprise/fields/2/value',
  'to_europe/fields/2/value',
  'to_inside/fields/2/value',
  'notify/fields/1/value',
  'notify/fields/2/value',
]

const claims = (id: string, ...list: (readonly [string, string])[]): Change =>
  set(id, { claims: list.map(([from, value]) => ({ node: from, value })) })

/** What breaks a settlement, wherever it is. */
function brokenAt({
  on,
  grown,
  id,
  subject,
  who,
  agents,
  what,
  refs,
  out,
  to,
  settled,
}: Settlement): Mutant[] {
  const [one, other] = who
  const [first, second] = [[one, what[0]] as const, [other, what[1]] as const]
  const broken = (
    name: string,
    finds: string | string[],
    changes: Change[],
    follows: Record<string, string> = {},
  ): Mutant => on(`${name}: ${subject}`, finds, changes, { grown, follows })
  const at = (code: string, rest = '') => `conflict.${code} at node ${id}${rest}`
  const open = (reason: string) => ({ [`conflict.open at node ${other}`]: reason })
  const half = { [at('open', '/claims')]: 'then nobody settles the claim that is left out' }
  const judge = (more: object = {}) => hired(agent('judge', { job: 'Says which of two is right.', ...more }))
  const again = (more: object = {}): Change =>
    drawn(({ nodes, edges }) => {
      const known = nodes.find((each) => each.id === id)
      if (known?.kind !== 'conflict') throw new Error(`${id} settles nothing`)
      return {
        nodes: [...nodes, { ...known, id: 'again', name: 'Again', ...more }],
        edges: edges.map((edge) => (edge.id === out ? { ...edge, to: { node: 'again' } } : edge)),
      }
    })
  const later = (slug: string): Change[] => [
    put('extra.note@1', { score: { type: 'integer', 'x-classification': 'internal' } }),
    add(node('agent', 'later', { agent: slug, produces: 'extra.note@1' })),
    lead(out, 'later'),
    draw(`later -> ${to}`),
  ]
  const marked = (pattern: string) => ({ type: 'string', pattern, 'x-classification': 'internal' })
  const unsaid =
    grown.length > 0
      ? {}
      : Object.fromEntries(
          SENT_ON.map((place) => [
            `connections.unclassified at node ${place}`,
            'what is settled is sent on, and nothing says how sensitive it is',
          ]),
        )
  return [
    broken(
      'no subject',
      at('subject', '/subject'),
      [set(id, { subject: '' })],
      open('nobody settles what has no name'),
    ),
    broken('one claim', at('claims', '/claims'), [claims(id, first)], half),
    broken('two claims of one', at('claims', '/claims'), [claims(id, first, first)], half),
    broken(
      'a claim of no agent',
      at('claimant', '/claims/2/node'),
      [
        claims(id, first, second, [
          'start',
          on === sales ? 'start.account_id' : on === support ? 'start.ticket_id' : 'start.lead_id',
        ]),
      ],
      { [at('misfit', '/produces')]: 'its contract names who may have claimed' },
    ),
    broken('a claim made of another’s', at('value', '/claims/1/value'), [
      claims(id, first, [other, what[0]]),
    ]),
    broken(
      'a tolerance for what is no number',
      [at('compare', '/compare'), at('compare', '/compare')],
      [set(id, { compare: 1 })],
    ),
    broken('no owner', at('owner', '/owner'), [set(id, { owner: null })]),
    broken('an owner who claims nothing', at('owner', '/owner'), [set(id, { owner: 'start' })]),
    broken(
      'two owners',
      at('owners', '/owner').replace(id, 'again'),
      [again({ owner: other }), draw(`again -> ${to}`)],
      {
        'conflict.again at node again': 'one subject is settled twice',
      },
    ),
    broken(
      'an adjudicator who claims',
      at('self', '/agent'),
      [set(id, { policy: 'supervisor', agent: agents[0] })],
      subject === 'deal.urgency'
        ? { [`views.above at node ${id}`]: 'it sees less than who made the other claim' }
        : {},
    ),
    broken(
      'an adjudicator who may not see the claims',
      at('blind', '/agent'),
      [judge({ clearance: 'public', categories: [] }), set(id, { policy: 'supervisor', agent: 'judge' })],
      {
        [`views.${subject === 'lead.worth' ? 'above' : 'nothing'} at node ${id}`]: 'its own view says so too',
      },
    ),
    broken('no contract', at('contract', '/produces'), [set(id, { produces: null })], {
      ...unsaid,
      [`advice.contract at contract ${settled}`]: 'nobody names it any more',
    }),
    broken('a contract in which only one may win', at('misfit', '/produces'), [
      fieldOf(settled, 'by', (field) => ({ ...field, enum: [one] })),
    ]),
    ...(UNPROVED_AT[subject] ?? []).map(([by, sub, sup]) =>
      broken(`claims held to a pattern by ${by}`, at('unproved', '/produces'), [
        ...refs.map((ref) => withMore(ref, 'mark', marked(sub))),
        claims(id, [one, `${one}.mark`], [other, `${other}.mark`]),
        fieldOf(settled, 'value', () => marked(sup)),
        fieldOf(settled, 'losing', () => ({ type: 'array', items: { type: 'object' } })),
      ]),
    ),
    broken('settled twice', 'conflict.again at node again', [again(), draw(`again -> ${to}`)]),
    broken(
      'claimed again behind it',
      'conflict.reopened at node later',
      [judge({ claims: [subject] }), ...later('judge')],
      { [at('open', '/claims')]: 'that claim is not among those that are settled' },
    ),
    on(
      `two who claim ${subject}.more, and nobody settles it`,
      `conflict.open at node ${other}`,
      agents.map((slug) => claiming(slug, `${subject}.more`)),
    ),
    broken('a claim that its agent does not declare', at('undeclared', '/claims/0/node'), [
      unclaiming(agents[0], subject),
    ]),
  ]
}

export const settledMutants: Record<string, Mutant[]> = { conflict: SETTLEMENTS.flatMap(brokenAt) }
