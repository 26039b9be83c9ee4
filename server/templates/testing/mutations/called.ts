import type { Contract } from '@/domain/contract/contract'
import { contract, field, idField, node } from '@/domain/team/testing/draw-team'
import { add, draw, lead, put, set } from '@/domain/team/testing/mutate'
import { agent } from '@/domain/team/testing/sales-team'
import { UNPROVABLE } from '@/domain/team/testing/unprovable'
import { teamSlug } from '@/domain/team/slug'
import type { CalledTeam, TeamFile } from '@/domain/team/yaml'
import { drawn, hired, type Change, type FileChange, type Mutant } from '../mutant'
import { asksPerson, BEFORE_ENDS, looksUp, type Site } from '../sites'

const inner = (type: string, more: object = {}) => field(type, { 'x-classification': 'internal', ...more })
const spoke = (port: string, ...can: string[]) => ({ port, label: '', can })
const task = (type: string) => ({ type, about: '', input: 'desk.question@1' })
const rule = (type: string, to: string) => ({ type, when: 'task.amount > 1000.0', to })

/** An orchestrator that gives two types of tasks to two desks, right before an end. */
const hub = (site: Site): Change[] => [
  hired(agent('desk-lead', { job: 'Takes a matter apart for the desks.' })),
  put('desk.question@1', { about: inner('string'), amount: inner('number') }),
  put('desk.figure@1', { value: inner('number') }),
  put('desk.report@1', { text: inner('string') }),
  add(
    node('orchestrator', 'hub', {
      agent: 'desk-lead',
      produces: 'desk.report@1',
      tasks: [task('credit'), task('fit')],
      spokes: [spoke('bank', 'credit', 'fit'), spoke('market', 'fit')],
      rules: [rule('fit', 'bank')],
    }),
  ),
  looksUp('banking', site, 'desk.figure@1'),
  looksUp('marketing', site, 'desk.figure@1'),
  lead(site.edge, 'hub'),
  draw('hub.bank -> banking'),
  draw('hub.market -> marketing'),
  draw('banking -> hub'),
  draw('marketing -> hub'),
  draw(`hub -> ${site.to}`),
]

const hubs = BEFORE_ENDS.flatMap((site): Mutant[] => {
  const grown = hub(site)
  const broken = (name: string, finds: string, ...changes: Change[]): Mutant =>
    site.on(`${name}, before ${site.to}`, finds, changes, { grown })
  return [
    {
      ...broken(
        'no types of tasks',
        'orchestrators.tasks at node hub/tasks',
        set('hub', { tasks: [], rules: [] }),
      ),
      follows: {
        'orchestrators.idle at node hub/spokes/0/can': 'the desks can do what is no task any more',
        'orchestrators.idle at node hub/spokes/1/can': 'the desks can do what is no task any more',
        'advice.contract at contract desk.question@1': 'nobody is given what only tasks are given',
      },
    },
    {
      ...broken(
        'nothing said of the result',
        'orchestrators.result at node hub/produces',
        set('hub', { produces: null }),
      ),
      follows: { 'advice.contract at contract desk.report@1': 'it was the only one to hand it on' },
    },
    broken(
      'a task twice',
      'orchestrators.twice at node hub/spokes',
      set('hub', { tasks: [task('credit'), task('fit'), task('fit')] }),
    ),
    broken(
      'a task that nobody can do',
      'orchestrators.undone at node hub/spokes',
      set('hub', { tasks: [task('credit'), task('fit'), task('weather')] }),
    ),
    broken(
      'a desk that does what is never given',
      'orchestrators.idle at node hub/spokes/1/can',
      set('hub', { spokes: [spoke('bank', 'credit', 'fit'), spoke('market', 'fit', 'weather')] }),
    ),
    broken(
      'a rule to a desk that is not there',
      'orchestrators.rule at node hub/rules/0',
      set('hub', { rules: [rule('fit', 'elsewhere')] }),
    ),
    broken(
      'a rule for a task that is not there',
      'orchestrators.rule at node hub/rules/0',
      set('hub', { rules: [rule('weather', 'bank')] }),
    ),
  ]
})

/** An event that is waited for, and a person who is asked about what it brought. */
const event = ({ edge, to }: Site): Change[] => [
  put('parcel.news@1', { carrier: idField() }),
  add(node('wait', 'news', { event: 'parcel.shipped', produces: 'parcel.news@1' })),
  lead(edge, 'news'),
  ...asksPerson('told', 'news', to),
  set('told', { question: 'Is {{ news.carrier }} right?' }),
]

const NO_NAMES = ['Parcel shipped', 'parcel.', '.shipped', 'parcel shipped', 'parcel..shipped', 'PARCEL']
const waits = BEFORE_ENDS.flatMap((site, i): Mutant[] => {
  const grown = event(site)
  const name = NO_NAMES[i] ?? ''
  return [
    site.on(
      `no event named before ${site.to}`,
      'waits.unnamed at node news/event',
      [set('news', { event: '' })],
      { grown },
    ),
    site.on(`an event called ${name}`, 'waits.name at node news/event', [set('news', { event: name })], {
      grown,
    }),
    site.on(
      `what an event brings before ${site.to} promised nowhere`,
      'waits.contract at node news/produces',
      [set('news', { produces: null }), { type: 'contract.remove', ref: 'parcel.news@1' }],
      { grown },
    ),
  ]
})

const receipt = contract('receipt@1', { number: idField() })
const odd = (properties: Record<string, unknown>) => contract('receipt@1', properties)
const contractIn = ({ document }: TeamFile, ref: string): Contract | undefined =>
  document.contracts.find(({ name, version }) => `${name}@${version}` === ref)

/** The team that is called, as it stands in a file: it takes what comes to it, and brings a receipt. */
const billed =
  ({ carries }: Site, more: Partial<CalledTeam> = {}): FileChange =>
  (file) => {
    const input = contractIn(file, carries)
    return {
      ...file,
      calls: [
        { slug: 'billing', name: 'Billing', ...(input && { input }), results: [receipt], needs: [], ...more },
      ],
    }
  }

const call = (site: Site): Change[] => [
  { type: 'contract.put', contract: receipt },
  billed(site),
  add(node('team', 'bill', { team: 'billing', produces: 'receipt@1' })),
  lead(site.edge, 'bill'),
  draw(`bill -> ${site.to}`),
]

const MISFITS: [string, Contract][] = [
  ['another type', odd({ number: field('integer') })],
  ['a longer text', odd({ number: idField({ maxLength: 80 }) })],
  ['more than is taken', odd({ number: idField(), paid: field('boolean') })],
  ['a text that may be empty', odd({ number: idField({ type: ['string', 'null'] }) })],
  ['nothing of it', odd({ other: idField() })],
  ['a number that may be missing', contract('receipt@1', { number: idField() }, ['number'])],
]
const INPUTS: [string, Contract][] = [
  ['something else', receipt],
  ['a number', contract('order@1', { id: field('number') })],
  ['a text', contract('order@1', { name: field('string') })],
  ['a list', contract('order@1', { lines: { type: 'array', items: field('string') } })],
  ['a yes or no', contract('order@1', { paid: field('boolean') })],
  ['a listed value', contract('order@1', { id: { enum: ['A', 'B'], 'x-classification': 'public' } })],
]

const teams = BEFORE_ENDS.flatMap((site, i): Mutant[] => {
  const grown = call(site)
  const broken = (name: string, finds: string, ...changes: Change[]): Mutant =>
    site.on(`${name}, before ${site.to}`, finds, changes, { grown })
  const [wrong, result] = MISFITS[i] as (typeof MISFITS)[number]
  const [other, input] = INPUTS[i] as (typeof INPUTS)[number]
  const [by, sub, sup] = UNPROVABLE[i % UNPROVABLE.length] as (typeof UNPROVABLE)[number]
  const held = (pattern: string) => odd({ number: field('string', { pattern }) })
  return [
    broken('no team chosen', 'teams.none at node bill/team', set('bill', { team: null })),
    broken('a team that is not published', 'teams.unknown at node bill/team', set('bill', { team: 'bills' })),
    broken('a team that needs this one', 'teams.cycle at node bill/team', (file) =>
      billed(site, { needs: [teamSlug(file.document.name)] })(file),
    ),
    broken('this very team', 'teams.cycle at node bill/team', (file) => {
      const own = teamSlug(file.document.name)
      return drawn(({ nodes }) => ({
        nodes: nodes.map((one) => (one.kind === 'team' ? { ...one, team: own } : one)),
      }))(billed(site, { slug: own })(file))
    }),
    broken(`a team that begins with ${other}`, 'teams.input at node bill/input', billed(site, { input })),
    broken(
      `a team that brings ${wrong}`,
      'teams.result at node bill/produces',
      billed(site, { results: [result] }),
    ),
    broken(
      `a team that brings it by ${by}`,
      'teams.unproved at node bill/produces',
      { type: 'contract.put', contract: held(sup) },
      billed(site, { results: [held(sub)] }),
    ),
  ]
})

export const calledMutants: Record<string, Mutant[]> = { orchestrators: hubs, waits, teams }
