import type { Bundle } from '@/domain/team/bundle'
import { compileTeam } from '@/domain/team/compile'
import { contract, drawTeam, field, idField, node } from '@/domain/team/testing/draw-team'
import { agent } from '@/domain/team/testing/sales-team'
import type { Move } from '@/server/models/testing/scripted-server'
import { saying } from '@/server/engine/testing/engine-bench'

const letter = { type: 'object', properties: { text: field('string') }, required: ['text'] }
/** One try each, and short: what a crash leaves reserved is reaped a minute after its deadline. */
const brisk = { retries: 4, repairs: 0, timeoutSeconds: 5 }

const drawn = drawTeam({
  contracts: [
    contract('order@1', {
      id: idField(),
      lines: field('array', {
        items: { type: 'object', properties: { sku: idField() }, required: ['sku'] },
      }),
    }),
    contract('line@1', { sku: idField() }),
    contract('score@1', { score: field('number') }),
    contract('letter@1', { text: field('string') }),
    contract('letters@1', { results: field('array', { items: letter }), missing: field('integer') }),
  ],
  nodes: [
    node('trigger', 'start', { produces: 'order@1', title: 'Order {{ start.id }}' }),
    node('parallel', 'split', {
      ways: [
        { port: 'credit', label: '' },
        { port: 'offer', label: '' },
      ],
    }),
    node('agent', 'credit', { agent: 'credit', produces: 'score@1', ...brisk }),
    node('agent', 'offer', { agent: 'writer', produces: 'letter@1', ...brisk }),
    node('agent', 'judge', { agent: 'judge', produces: 'score@1', ...brisk }),
    node('loop', 'again', {
      until: 'judge.score >= 7',
      maxRounds: 2,
      feedback: 'Only {{ judge.score }} of 10.',
    }),
    node('end', 'poor', { outcome: 'rejected' }),
    node('end', 'unsent', { outcome: 'rejected' }),
    node('join', 'both'),
    node('map', 'each', { over: 'start.lines', produces: 'line@1', atOnce: 2 }),
    node('agent', 'write', { agent: 'writer', produces: 'letter@1', ...brisk }),
    node('rules', 'short', {
      rules: [
        { id: 'L-1', name: 'Short', when: 'write.text.size() > 500', then: 'reject', message: 'too long' },
      ],
    }),
    node('action', 'send', {
      connection: 'crm',
      path: '/letters/{{ start.id }}/{{ each.sku }}',
      fields: [{ name: 'text', label: '', value: 'write.text', readByPeople: true }],
      retries: 8,
    }),
    node('join', 'all', { produces: 'letters@1' }),
    node('human', 'approve', { question: 'Close order {{ start.id }}?' }),
    node('action', 'close', {
      connection: 'crm',
      path: '/orders/{{ start.id }}',
      fields: [{ name: 'letters', label: '', value: 'all.results.size()' }],
      retries: 8,
    }),
    node('end', 'done'),
  ],
  edges: [
    'start -> split',
    'split.credit -> credit',
    'split.offer -> offer',
    'offer -> judge',
    'judge -> again',
    'again.again -> offer',
    'again.exhausted -> poor',
    'again.done -> both',
    'credit -> both',
    'both -> each',
    'each.each -> write',
    'write -> short',
    'short.pass -> send',
    'short.reject -> unsent',
    'send -> all',
    'all -> approve',
    'approve.approved -> close',
    'close -> done',
  ],
})

/** Two lanes with a loop in one, a letter for each line that goes out, a person, and a last effect. */
export function chaosTeam(): Bundle {
  const agents = ['credit', 'writer', 'judge'].map((slug) => agent(slug, { models: [`m-${slug}`] }))
  const connections = [{ slug: 'crm', name: 'CRM', owner: 'Ada Example', clearance: 'confidential' as const }]
  const { bundle, problems } = compileTeam(drawn, { agents, connections })
  if (!bundle) throw new Error(problems.map(({ message }) => message).join('\n'))
  return bundle
}

/** The effects that a finished run has caused, by path. */
export const effectsOf = (id: string, skus: readonly string[]): string[] => [
  ...skus.map((sku) => `/letters/${id}/${sku}`),
  `/orders/${id}`,
]

const text = (body: Record<string, unknown>): string => JSON.stringify(body).replaceAll('\\"', '"')

/** What the models answer, always the same to the same question: the first offer is sent back once. */
export const ANSWERS: Record<string, Move> = {
  'm-credit': { ...saying({ score: 8 }), delayMs: 40 },
  'm-writer': {
    by: (body) => {
      const asked = text(body)
      const sku = /"sku":"([^"]+)"/.exec(asked)?.[1]
      const says = asked.includes('"each":')
        ? `Letter ${sku}`
        : asked.includes('of 10.')
          ? 'Better offer'
          : 'Offer'
      return { ...saying({ text: says }), delayMs: 60 }
    },
  },
  'm-judge': {
    by: (body) => ({ ...saying({ score: text(body).includes('Better offer') ? 9 : 4 }), delayMs: 30 }),
  },
}
