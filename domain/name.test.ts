import { expect, it } from 'vitest'
import { nameSchema } from './name'
import { agentSchema } from './team/agent'
import { teamDocumentSchema } from './team/document'
import { nodeSchema } from './team/node'

it('refuses what turns the direction of writing, and takes names of every script', () => {
  for (const code of [0x202a, 0x202e, 0x2066, 0x2069]) {
    const { error } = nameSchema().safeParse(`Quote${String.fromCodePoint(code)}desk`)
    expect(error?.issues[0]?.message).toMatch(/direction of writing/)
  }
  for (const name of ['Angebote', 'דסק הצעות', 'مكتب', '見積もり', 'A\u200fB'])
    expect(nameSchema().parse(` ${name} `)).toBe(name)
})

it('is asked for what a drawing says of its nodes', () => {
  const turned = 'Approve\u202ereject'
  const router = (name: string, label: string) => ({
    ...{ id: 'ways', kind: 'router', name },
    routes: [{ port: 'a', label, when: 'true' }],
  })
  const action = (label: string) => ({
    ...{ id: 'write', kind: 'action', name: 'Write' },
    fields: [{ name: 'x', label, value: '1' }],
  })
  const rules = (name: string) => ({
    ...{ id: 'limits', kind: 'rules', name: 'Limits' },
    rules: [{ id: 'D-1', name, when: 'true', then: 'review', message: '' }],
  })
  for (const text of ['Ways', 'דרכים', turned]) {
    const taken = text !== turned
    for (const one of [router(text, ''), router('Ways', text), action(text), rules(text)])
      expect(nodeSchema.safeParse(one).success, JSON.stringify(one)).toBe(taken)
  }
  expect(nodeSchema.safeParse(action('')).success).toBe(true)
})

it('is asked for the names of teams and agents', () => {
  const name = 'Quote\u202edesk'
  expect(teamDocumentSchema.safeParse({ format: 1, name }).success).toBe(false)
  const agent = { slug: 'a', name, job: 'Writes', owner: 'Ada', clearance: 'internal' }
  expect(agentSchema.safeParse(agent).success).toBe(false)
  expect(agentSchema.safeParse({ ...agent, name: 'Quote desk' }).success).toBe(true)
})
