import { field, idField, node } from './draw-team'
import { add, draw, edits, lead, put, set, staffed, type Mutation, type Mutations } from './mutate'
import { behindDrafting, behindResearch, readsFirst, spare } from './mutations-review'
import { agent } from './sales-team'

const seen = (who: string, ...more: Parameters<typeof edits>) =>
  edits(set(who, { fallback: 'spare' }), ...more)
const asks = (id: string, to: string) => [set(id, { asksBack: { max: 2 } }), draw(`${id}.request -> ${to}`)]
/** A node that asks one that some paths leave out. */
const askedPast = (name: string, when: string): Mutation => ({
  name,
  codes: ['requests.path'],
  mutate: edits(
    put('extra.note@1', { text: field('string') }),
    add(node('router', 'ways', { routes: [{ port: 'other', label: '', when }] })),
    add(node('agent', 'second', { agent: 'spare', produces: 'extra.note@1' })),
    lead('start_out_research', 'ways'),
    draw('ways.other -> second'),
    draw('ways.default -> research'),
    draw('second -> research'),
    set('research', { accepts: null }),
    ...asks('drafting', 'second'),
  ),
})

/** More of who works, stands in, reviews and is asked. */
export const staffMutations: Mutations[] = [
  {
    check: 'agents',
    cases: [
      { name: 'nobody drafts', codes: ['agents.none'], mutate: edits(set('drafting', { agent: null })) },
      {
        name: 'nobody reviews',
        codes: ['agents.none'],
        mutate: edits(...behindDrafting({ agent: undefined })),
      },
      {
        name: 'nobody does either',
        codes: ['agents.none'],
        mutate: edits(set('research', { agent: null }), set('drafting', { agent: null })),
      },
      {
        name: 'somebody who has left',
        codes: ['agents.unknown'],
        mutate: (team) => team,
        catalogue: staffed(agent('researcher')),
      },
      {
        name: 'nobody is there',
        codes: ['agents.unknown'],
        mutate: (team) => team,
        catalogue: staffed(),
      },
      {
        name: 'another spelling',
        codes: ['agents.unknown'],
        mutate: edits(set('research', { agent: 'resercher' })),
      },
    ],
  },
  {
    check: 'contracts',
    cases: [
      ...(['research', 'person', 'update', 'limits'] as const).map((before): Mutation => ({
        name: `one before ${before} who hands on nothing`,
        codes: ['contracts.output'],
        mutate: (team) => {
          const into = team.edges.find(({ to, from }) => to.node === before && from.port !== 'sent_back')
          return edits(
            add(node('agent', 'more', { agent: 'spare' })),
            lead(into?.id ?? '', 'more'),
            draw(`more -> ${before}`),
            ...(before === 'limits' || before === 'person' ? [] : [set(before, { accepts: null })]),
            ...(before === 'update'
              ? [lead('more_out_update', 'person'), set('update', { accepts: null })]
              : []),
          )(team)
        },
      })),
    ],
  },
  {
    check: 'stand_in',
    cases: [
      {
        name: 'itself in a review',
        codes: ['stand_in.same'],
        mutate: edits(...behindDrafting({ fallback: 'spare' })),
      },
      {
        name: 'itself behind the research',
        codes: ['stand_in.same'],
        mutate: edits(...behindResearch({ fallback: 'spare' })),
      },
      {
        name: 'itself at both',
        codes: ['stand_in.same'],
        mutate: edits(set('research', { fallback: 'researcher' }), set('drafting', { fallback: 'writer' })),
      },
      ...(['sparr', 'nobody', 'somebody-else'] as const).map((fallback): Mutation => ({
        name: `${fallback}, who is not there`,
        codes: ['stand_in.unknown'],
        mutate: edits(set('research', { fallback })),
      })),
      {
        name: 'a reviewer’s stand-in who is not there',
        codes: ['stand_in.unknown'],
        mutate: edits(...behindDrafting({ fallback: 'gone' })),
      },
      ...(['internal', 'confidential'] as const).map((above): Mutation => ({
        name: `one who is cleared for nothing that is ${above}`,
        codes: ['stand_in.blind'],
        mutate: seen(
          'research',
          put('lead.request@1', { account_id: idField({ 'x-classification': above }) }),
        ),
        catalogue: spare({ clearance: 'public' }),
      })),
      {
        name: 'one whose categories hide all',
        codes: ['stand_in.blind', 'connections.clearance'],
        mutate: seen(
          'research',
          put('lead.request@1', { account_id: idField({ 'x-classification': 'restricted' }) }),
        ),
        catalogue: staffed(
          agent('researcher', { clearance: 'restricted' }),
          agent('writer', { clearance: 'restricted' }),
          agent('spare'),
        ),
      },
      {
        name: 'one who does not see what is drafted from',
        codes: ['stand_in.blind'],
        mutate: seen(
          'drafting',
          put('account.dossier@1', {
            account: field('object', {
              properties: {
                name: field('string', { 'x-classification': 'internal' }),
                email: field('string', { 'x-classification': 'internal' }),
              },
              required: ['name', 'email'],
              additionalProperties: false,
              'x-classification': 'internal',
            }),
            deals: field('array', { items: { type: 'number' }, 'x-classification': 'internal' }),
          }),
          set('drafting', { reads: [] }),
        ),
        catalogue: spare({ clearance: 'public' }),
      },
      {
        name: 'one who may not see money',
        codes: ['stand_in.sees'],
        mutate: seen(
          'research',
          put('lead.request@1', {
            account_id: idField(),
            due: field('number', { 'x-categories': ['financial'] }),
          }),
        ),
        catalogue: spare({ categories: ['pii'] }),
      },
      {
        name: 'one who may not see a part',
        codes: ['stand_in.sees'],
        mutate: seen(
          'research',
          put('lead.request@1', {
            account_id: idField(),
            due: field('number', { 'x-classification': 'internal' }),
          }),
        ),
        catalogue: spare({ clearance: 'public' }),
      },
    ],
  },
  {
    check: 'requests',
    cases: [
      {
        name: 'asking a person for more',
        codes: ['requests.nobody'],
        mutate: edits(...asks('drafting', 'person')),
      },
      {
        name: 'asking a system between for more',
        codes: ['requests.nobody'],
        mutate: edits(
          add(
            node('action', 'between', {
              connection: 'crm',
              effect: 'read',
              method: 'GET',
              produces: 'account.dossier@1',
            }),
          ),
          lead('research_out_drafting', 'between'),
          draw('between -> drafting'),
          ...asks('drafting', 'between'),
        ),
      },
      {
        name: 'asking an event for more',
        codes: ['requests.nobody'],
        mutate: edits(
          add(node('wait', 'news', { event: 'news.came', produces: 'lead.request@1' })),
          lead('start_out_research', 'news'),
          draw('news -> research'),
          ...asks('research', 'news'),
        ),
      },
      {
        name: 'asking a system for more',
        codes: ['requests.nobody'],
        mutate: edits(...readsFirst, ...asks('research', 'lookup')),
      },
      askedPast('asking one of another way', 'size(start.account_id) > 8'),
      askedPast('asking one who is seldom there', 'size(start.account_id) > 39'),
      askedPast('asking one who is mostly there', 'size(start.account_id) > 1'),
      ...(['pii', 'financial'] as const).map((category): Mutation => ({
        name: `free words to one who may not see what is ${category}`,
        codes: ['requests.words'],
        mutate: edits(
          put('account.dossier@1', {
            account: {
              type: 'object',
              properties: {
                name: field('string'),
                email: field('string', { 'x-categories': [category] }),
              },
              required: ['name', 'email'],
              additionalProperties: false,
            },
            deals: field('array', { items: { type: 'number' } }),
          }),
          ...asks('drafting', 'research'),
        ),
        catalogue: staffed(
          agent('researcher', { categories: category === 'pii' ? ['financial'] : ['pii'] }),
          agent('writer'),
        ),
      })),
      {
        name: 'free words to one whose stand-in sees less',
        codes: ['requests.words'],
        mutate: edits(set('research', { fallback: 'spare' }), ...asks('drafting', 'research')),
        catalogue: spare({ clearance: 'public' }),
      },
    ],
  },
]
