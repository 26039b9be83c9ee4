import { compileTeam } from '@/domain/team/compile'
import type { Catalogue } from '@/domain/team/checks/check'
import type { Bundle } from '@/domain/team/bundle'
import type { TeamDocument } from '@/domain/team/document'
import { contract, drawTeam, field, idField, node } from '@/domain/team/testing/draw-team'
import { agent } from '@/domain/team/testing/sales-team'

const catalogue: Catalogue = {
  agents: ['credit', 'fit', 'writer', 'judge'].map((slug) => agent(slug, { models: [`m-${slug}`] })),
  connections: [{ slug: 'crm', name: 'CRM', owner: 'Ada Example', clearance: 'confidential' }],
}

/** A drawn team as it would be published. @throws Error with what is not sound about it */
export function publishable(team: TeamDocument, more: Partial<Catalogue> = {}): Bundle {
  const { bundle, problems } = compileTeam(team, { ...catalogue, ...more })
  if (!bundle) throw new Error(problems.map(({ message }) => message).join('\n'))
  return bundle
}

const contracts = [
  contract('lead@1', { name: field('string') }),
  contract('opinion@1', { score: field('number') }),
  contract('opinions@1', { credit: opinion(), fit: opinion() }, ['credit', 'fit']),
  contract('order@1', {
    lines: field('array', {
      items: { type: 'object', properties: { sku: idField() }, required: ['sku'] },
    }),
  }),
  contract('line@1', { sku: idField() }),
  contract('code@1', { sku: idField({ maxLength: 8 }) }),
  contract('letter@1', { text: field('string') }),
  contract('letters@1', {
    results: field('array', {
      items: { type: 'object', properties: { text: field('string') }, required: ['text'] },
    }),
    missing: field('integer'),
  }),
]

function opinion(): Record<string, unknown> {
  return { type: 'object', properties: { score: field('number') }, required: ['score'] }
}

/** start → two agents at the same time → join → end; too few lead to the rejected end. */
export const twoOpinions = (join: object = {}, credit: object = {}): TeamDocument =>
  drawTeam({
    contracts,
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('parallel', 'split', {
        ways: [
          { port: 'credit', label: '' },
          { port: 'fit', label: '' },
        ],
      }),
      node('agent', 'credit_check', {
        agent: 'credit',
        produces: 'opinion@1',
        retries: 0,
        repairs: 0,
        ...credit,
      }),
      node('agent', 'fit_check', { agent: 'fit', produces: 'opinion@1', retries: 0, repairs: 0 }),
      node('join', 'both', { produces: 'opinions@1', ...join }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: [
      'start -> split',
      'split.credit -> credit_check',
      'split.fit -> fit_check',
      'credit_check -> both',
      'fit_check -> both',
      'both -> done',
      'both.short -> no',
    ],
  })

/** start → for each line: an agent writes a letter, rules, a call goes out → join → end. */
export const letters = (join: object = {}, map: object = {}): TeamDocument =>
  drawTeam({
    contracts,
    nodes: [
      node('trigger', 'start', { produces: 'order@1' }),
      node('map', 'each', { over: 'start.lines', produces: 'line@1', atOnce: 3, ...map }),
      node('agent', 'write', {
        agent: 'writer',
        produces: 'letter@1',
        accepts: 'line@1',
        retries: 0,
        repairs: 0,
      }),
      node('rules', 'checks', {
        rules: [
          { id: 'L-1', name: 'Short', when: 'write.text.size() > 500', then: 'reject', message: 'too long' },
        ],
      }),
      node('action', 'send', {
        connection: 'crm',
        path: '/letters/{{ each.sku }}',
        fields: [{ name: 'text', label: '', value: 'write.text', readByPeople: true }],
      }),
      node('end', 'unsent', { outcome: 'rejected' }),
      node('join', 'all', { produces: 'letters@1', ...join }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: [
      'start -> each',
      'each.each -> write',
      'write -> checks',
      'checks.pass -> send',
      'checks.reject -> unsent',
      'send -> all',
      'all -> done',
      'all.short -> no',
    ],
  })

/** start → an agent writes → a judge scores → back until good enough → end. */
export const rounds = (): TeamDocument =>
  drawTeam({
    contracts,
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('timer', 'pause', { seconds: 1 }),
      node('agent', 'write', { agent: 'writer', produces: 'letter@1' }),
      node('agent', 'score', { agent: 'judge', produces: 'opinion@1' }),
      node('loop', 'again', {
        until: 'score.score >= 7',
        maxRounds: 2,
        feedback: 'Only {{ score.score }} of 10.',
      }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: [
      'start -> pause',
      'pause -> write',
      'write -> score',
      'score -> again',
      'again.done -> done',
      'again.again -> write',
      'again.exhausted -> no',
    ],
  })
