import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bundle, BundleEdge } from '../team/bundle'
import { KINDS, kindOf } from '../team/kinds/registry'
import { plan } from './plan'
import { randomBundle, team } from './testing/bundles'

const step = (node: string, iteration = 0, attempt = 0) => ({
  node,
  iteration,
  attempt,
  status: 'done' as const,
})

describe('plan', () => {
  it('goes on with what the edge carries', () => {
    expect(plan(team, [step('start')], { node: 'start', port: 'out' })).toEqual({
      kind: 'go',
      next: {
        node: 'drafting',
        iteration: 0,
        arrived: { from: 'start', edge: 'start_out_drafting', slot: 'start' },
      },
    })
  })

  it('counts activations, not attempts', () => {
    const history = [
      step('start'),
      step('drafting', 0, 0),
      step('drafting', 0, 1),
      step('rules'),
      step('person'),
    ]
    expect(plan(team, history, { node: 'person', port: 'sent_back' })).toMatchObject({
      next: { node: 'drafting', iteration: 1, arrived: { from: 'person', slot: 'start' } },
    })
  })

  it('lets those who only let through pass on what they took up', () => {
    expect(plan(team, [], { node: 'rules', port: 'pass', subject: 'other' })).toMatchObject({
      next: { node: 'router', arrived: { slot: 'other' } },
    })
    expect(plan(team, [], { node: 'drafting', port: 'out', subject: 'start' })).toMatchObject({
      next: { arrived: { slot: 'drafting' } },
    })
  })

  it('hands who is gone back to what was written last of what it may have been handed', () => {
    const back = team.next['person']?.find(({ port }) => port === 'sent_back') as BundleEdge
    const or = [{ slot: 'mail', contract: 'm@1' }, { slot: 'drafting' }]
    const bundle: Bundle = {
      ...team,
      nodes: { ...team.nodes, mail: { ...KINDS.action.defaults('mail', 'MAIL'), produces: 'm@1' } },
      next: { ...team.next, person: [{ ...back, returns: true, or }] },
    }
    const handed = (...nodes: string[]) => {
      const planned = plan(
        bundle,
        nodes.map((node) => ({ ...step(node), port: 'out' })),
        { node: 'person', port: 'sent_back', subject: 'other' },
      )
      return planned.kind === 'go' ? planned.next.arrived.slot : planned.kind
    }
    expect(handed('start')).toBe('start')
    expect(handed('start', 'mail', 'rules')).toBe('mail')
    expect(handed('start', 'mail', 'drafting')).toBe('drafting')
    expect(handed()).toBe('start')
  })

  it('ends at an end, and at a rejection that leads nowhere', () => {
    expect(plan(team, [], { node: 'done', port: '' })).toEqual({ kind: 'end', outcome: 'done', node: 'done' })
    expect(plan(team, [], { node: 'person', port: 'rejected' })).toEqual({
      kind: 'end',
      outcome: 'rejected',
      node: 'person',
    })
  })

  it('says where it is stuck', () => {
    expect(plan(team, [], { node: 'second', port: 'sent_back' })).toEqual({
      kind: 'stuck',
      reason: 'No way leads on from "SECOND" by "sent back".',
    })
    expect(plan(team, [], { node: 'nobody', port: 'out' }).kind).toBe('stuck')
  })

  it('is total over bundles whose required ways lead somewhere', () => {
    fc.assert(
      fc.property(randomBundle(), (bundle) => {
        for (const node of Object.values(bundle.nodes)) {
          const ports = kindOf(node).ports(node)
          if (ports.length === 0) expect(plan(bundle, [], { node: node.id, port: '' }).kind).toBe('end')
          for (const port of ports) {
            const planned = plan(bundle, [], { node: node.id, port: port.id })
            if (planned.kind === 'go') {
              expect(bundle.nodes).toHaveProperty(planned.next.node)
            } else expect(planned.kind === 'end' || !port.required).toBe(true)
          }
        }
      }),
    )
  })
})
