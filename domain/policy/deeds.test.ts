import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { describe, expect, it } from 'vitest'
import { agent } from '../team/testing/sales-team'
import { decideBy } from './cedar/decide'
import { DEFAULT_POLICIES } from './cedar/default-policies'
import type { PolicySet } from './cedar/policy'
import { toolRequest } from './deeds'

interface Asked {
  connection?: string
  held?: boolean
  writes?: boolean
}

const asks = (
  { connection = 'web', held = true, writes = false }: Asked,
  { tainted = false, outward = false } = {},
  more: PolicySet = [],
) =>
  decideBy(cedar, [...DEFAULT_POLICIES, ...more])(
    toolRequest(
      {
        agent: agent('researcher'),
        errand: { team: 'sales', purpose: 'operations' },
        ...{ startedBy: 'usr_ada', tainted, granted: false },
      },
      { name: 'look', connection },
      { held, writes, outward },
    ),
  )

const policy = (id: string, text: string): PolicySet => [{ id, title: 'One of ours.', text }]

describe('the default policies on tools', () => {
  it('permit what was granted and reads, also to who has read untrusted text', () => {
    expect(asks({})).toEqual({ allowed: true, policies: ['tools.granted'] })
    expect(asks({}, { tainted: true }).allowed).toBe(true)
  })

  it('permit nothing that was not granted, that writes or that carries words elsewhere', () => {
    expect(asks({ held: false })).toEqual({ allowed: false, policies: [] })
    expect(asks({ writes: true })).toEqual({ allowed: false, policies: [] })
    expect(asks({}, { outward: true })).toEqual({ allowed: false, policies: [] })
  })

  it('forbid a write by who has read untrusted text, whatever else permits it', () => {
    const all = policy('everything', 'permit (principal, action, resource);')
    expect(asks({ writes: true }, {}, all).allowed).toBe(true)
    expect(asks({ writes: true }, { tainted: true }, all)).toEqual({
      allowed: false,
      policies: ['tools.untainted'],
    })
  })

  it('let a workspace permit one agent to carry words to one connection', () => {
    const web = policy(
      'research.web',
      'permit (principal == Baton::Agent::"researcher", action == Baton::Action::"tool.call", resource in Baton::Connection::"web") when { resource.granted && !resource.writes };',
    )
    expect(asks({}, { outward: true }, web)).toEqual({ allowed: true, policies: ['research.web'] })
    expect(asks({ connection: 'crm' }, { outward: true }, web).allowed).toBe(false)
  })
})
