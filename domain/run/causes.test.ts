import { describe, expect, it } from 'vitest'
import type { Bundle } from '../team/bundle'
import { causesOf, closure, reduced, reversed, type DoneStep } from './causes'

const edge = (port: string, to: string) => ({ id: `${port}_${to}`, port, to, carries: { slot: 'draft' } })
const bundle = {
  entry: 'start',
  next: {
    start: [edge('out', 'research')],
    research: [edge('out', 'draft')],
    draft: [edge('out', 'checks')],
    checks: [edge('pass', 'update'), edge('review', 'approval')],
    approval: [edge('approved', 'update'), edge('sent_back', 'draft')],
  },
} as unknown as Bundle

let clock = 0
const step = (node: string, more: Partial<DoneStep> = {}, slots: string[] = []): DoneStep => {
  clock += 10
  return {
    node,
    iteration: 0,
    attempt: 0,
    kind: 'agent',
    status: 'done',
    port: 'out',
    startedAt: clock,
    endedAt: clock + 5,
    result: slots.length
      ? {
          view: {
            digest: '',
            stateVersion: 1,
            fields: [],
            data: Object.fromEntries(slots.map((s) => [s, 1])),
          },
        }
      : {},
    ...more,
  }
}

describe('causesOf', () => {
  const steps = [
    step('research', {}, ['start']),
    step('draft', { status: 'failed', port: null }, ['start', 'research']),
    step('draft', { attempt: 1 }, ['start', 'research']),
    step('checks', { port: 'review' }),
    step('approval', { port: 'sent_back' }),
    step('draft', { iteration: 1 }, ['start', 'research', 'draft']),
    step('checks', { iteration: 1, port: 'pass' }),
    step('update'),
  ]
  const { of, activations } = causesOf(bundle, steps)
  const causes = (key: string) => [...(of.get(key) ?? [])].sort()

  it('names who handed over and who wrote what was seen', () => {
    expect(causes('research/0')).toEqual(['start/0'])
    expect(causes('draft/0')).toEqual(['research/0', 'start/0'])
    expect(causes('checks/0')).toEqual(['draft/0'])
    expect(activations.get('draft/0')?.step?.attempt).toBe(1)
  })

  it('tells one round from the next', () => {
    expect(causes('draft/1')).toEqual(['approval/0', 'draft/0', 'research/0', 'start/0'])
    expect(causes('checks/1')).toEqual(['draft/1'])
    expect(causes('update/0')).toEqual(['checks/1'])
  })

  it('takes in a review that is open', () => {
    const waiting = causesOf(bundle, steps.slice(0, 4), [
      { node: 'approval', iteration: 0, kind: 'approval', reason: 'A-1', createdAt: clock + 100 },
    ])
    expect([...(waiting.of.get('approval/0') ?? [])]).toEqual(['checks/0'])
    expect(waiting.activations.get('approval/0')?.waits?.reason).toBe('A-1')
  })

  it('walks back, forth, and drops what a longer way says already', () => {
    const back = closure(of, 'update/0')
    expect(back).toContain('start/0')
    expect([...closure(reversed(of), 'research/0')]).toContain('update/0')
    expect(reduced(of, back).get('draft/1')).toEqual(['approval/0'])
    expect(reduced(of, back).get('draft/0')).toEqual(['research/0'])
  })
})
