import type { NodeOf } from '@/domain/team/node'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import type { TeamDocument } from '@/domain/team/document'

const contracts = [
  contract('order@1', { order_id: field('string') }),
  contract('shipment@1', { carrier: field('string') }),
  contract('orders@1', {
    orders: field('array', {
      items: { type: 'object', properties: { id: field('integer') }, required: ['id'] },
    }),
  }),
  contract('order.item@1', { id: field('integer') }),
  contract('shipments@1', {
    results: field('array', {
      items: { type: 'object', properties: { carrier: field('string') }, required: ['carrier'] },
    }),
    missing: field('integer'),
  }),
]

type Wait = Partial<NodeOf<'wait'>>

/** start → waits for the order's shipment → end; when nothing comes in time, to the rejected end. */
export const oneWait = (wait: Wait = {}): TeamDocument =>
  drawTeam({
    contracts,
    nodes: [
      node('trigger', 'start', { produces: 'order@1' }),
      node('wait', 'shipped', {
        event: 'order.shipped',
        key: 'start.order_id',
        produces: 'shipment@1',
        ...wait,
      }),
      node('end', 'done'),
      ...(wait.timeoutSeconds === undefined ? [] : [node('end', 'no', { outcome: 'rejected' })]),
    ],
    edges: [
      'start -> shipped',
      'shipped -> done',
      ...(wait.timeoutSeconds === undefined ? [] : ['shipped.timeout -> no']),
    ],
  })

/** start → for each order: waits for its shipment → join → end. */
export const waitEach = (): TeamDocument =>
  drawTeam({
    contracts,
    nodes: [
      node('trigger', 'start', { produces: 'orders@1' }),
      node('map', 'each', { over: 'start.orders', produces: 'order.item@1', atOnce: 10 }),
      node('wait', 'shipped', { event: 'order.shipped', key: 'each.id', produces: 'shipment@1' }),
      node('join', 'all', { produces: 'shipments@1' }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: ['start -> each', 'each.each -> shipped', 'shipped -> all', 'all -> done', 'all.short -> no'],
  })

/** start → splits: one way waits for the shipment, the other for its cancelling; the first to come goes on. */
export const firstOfTwo = (): TeamDocument =>
  drawTeam({
    contracts,
    nodes: [
      node('trigger', 'start', { produces: 'order@1' }),
      node('parallel', 'split', {
        ways: [
          { port: 'shipping', label: '' },
          { port: 'cancelling', label: '' },
        ],
      }),
      node('wait', 'shipped', { event: 'order.shipped', key: 'start.order_id', produces: 'shipment@1' }),
      node('wait', 'cancelled', { event: 'order.cancelled', key: 'start.order_id', produces: 'shipment@1' }),
      node('join', 'first', { wait: 'any' }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: [
      'start -> split',
      'split.shipping -> shipped',
      'split.cancelling -> cancelled',
      'shipped -> first',
      'cancelled -> first',
      'first -> done',
      'first.short -> no',
    ],
  })
