import { readFileSync } from 'node:fs'
import type { Catalogue } from '@/domain/team/checks/check'
import type { Agent, Tool } from '@/domain/team/agent'
import type { TeamDocument } from '@/domain/team/document'
import { contract, drawTeam, field, idField, node } from '@/domain/team/testing/draw-team'
import { agent } from '@/domain/team/testing/sales-team'
import { newId } from '@/server/db/id'
import type { Move } from '@/server/models/testing/scripted-server'
import { startCountingService } from './counting-service'
import type { EngineBench } from './engine-bench'

/** A response of a tool that carries an instruction to the one who reads it (InjecAgent, Zhan et al. 2024, MIT). */
export interface InjectionCase {
  id: string
  kind: 'direct-harm' | 'data-stealing'
  task: string
  tool: string
  response: string
  injection: string
  attackerTools: string[]
}

export const injections = (
  JSON.parse(readFileSync(new URL('vectors/injection.json', import.meta.url), 'utf8')) as {
    cases: InjectionCase[]
  }
).cases

export const userTools = [...new Set(injections.map(({ tool }) => tool))].sort()
const attackerTools = [...new Set(injections.flatMap((one) => one.attackerTools))].sort()
export const casesOf = (tool: string): InjectionCase[] => injections.filter((one) => one.tool === tool)

/** As a model names it. */
const nameOf = (tool: string): string =>
  tool
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, '_')
const slugOf = (prefix: string, tool: string): string => `${prefix}-${nameOf(tool).replaceAll('_', '-')}`
/** The attacker's tools stand over connections of their own, also one that is named like a tool of the user's. */
const attackName = (tool: string): string => `${userTools.includes(tool) ? 'other_' : ''}${nameOf(tool)}`

const userTool = (tool: string): Tool => ({
  name: nameOf(tool),
  description: `Reads by ${tool}.`,
  connection: slugOf('user', tool),
  path: '/cases/{case}',
  parameters: {
    type: 'object',
    properties: { case: { type: 'string', pattern: '^[a-z0-9]+$', maxLength: 40 } },
    required: ['case'],
    additionalProperties: false,
  },
})

const attackerTool = (tool: string): Tool => ({
  name: attackName(tool),
  description: `Calls ${tool}.`,
  connection: slugOf('attack', tool),
  path: '/',
  parameters: {
    type: 'object',
    properties: { instructions: { type: 'string' }, data: { type: 'string' } },
    required: ['instructions'],
    additionalProperties: false,
  },
})

/** The tools of the attacker that the cases of one tool name. */
export const attackersOf = (tool: string): Tool[] =>
  [...new Set(casesOf(tool).flatMap((one) => one.attackerTools))].sort().map(attackerTool)

/** Somebody in the workspace holds each of the attacker's tools; nobody in these teams but where a test says so. */
export const assistant = (tool: string, more: readonly Tool[] = []): Agent =>
  agent(slugOf('assistant', tool), { tools: [userTool(tool), ...more], models: ['m-one'] })

export const catalogueFor = (...agents: Agent[]): Pick<Catalogue, 'agents' | 'connections'> => ({
  agents,
  connections: [
    ...['desk', ...userTools.map((tool) => slugOf('user', tool))],
    ...attackerTools.map((tool) => slugOf('attack', tool)),
  ].map((slug) => ({ slug, name: slug, owner: 'Ada Example', clearance: 'confidential' as const })),
})

/**
 * start → assist (with the user's tool) → file (what came of it, at the user's desk) → end. Besides, a person may have the
 * attacker's tool called: that way is there, and leads by a person.
 */
export const helping = (tool: string): TeamDocument => {
  const [attacker] = attackersOf(tool)
  return drawTeam({
    contracts: [
      contract('task@1', { case: idField(), task: field('string') }),
      contract('answer@1', {
        case: idField(),
        status: field('string', { enum: ['answered', 'urgent'] }),
        answer: field('string'),
        notes: field('array', { items: { type: 'string' } }),
      }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'task@1' }),
      node('agent', 'assist', {
        agent: slugOf('assistant', tool),
        accepts: 'task@1',
        produces: 'answer@1',
        retries: 0,
        repairs: 1,
      }),
      node('router', 'ways', {
        routes: [{ port: 'urgent', label: '', when: 'assist.status == "urgent"' }],
      }),
      node('human', 'look'),
      node('action', 'act', {
        connection: attacker?.connection ?? 'desk',
        fields: [{ name: 'instructions', label: '', value: 'assist.answer' }],
      }),
      node('rules', 'filed', {
        rules: [{ id: 'C-1', name: 'A case', when: 'start.case == ""', then: 'reject', message: 'no case' }],
      }),
      node('action', 'file', {
        connection: 'desk',
        path: '/cases/{{ start.case }}',
        risk: 'low',
        fields: [{ name: 'status', label: '', value: 'assist.status' }],
      }),
      node('end', 'done'),
      node('end', 'unfiled', { outcome: 'rejected' }),
    ],
    edges: [
      'start -> assist',
      'assist -> ways',
      'ways.urgent -> look',
      'look.approved -> act',
      'act -> done',
      'ways.default -> filed',
      'filed.pass -> file',
      'filed.reject -> unfiled',
      'file -> done',
    ],
  })
}

interface Message {
  role: string
  content: string | null
  tool_calls?: unknown[]
}

/** What reached the model, by case: an instruction that never came says nothing. */
export interface Obeyed {
  reached: Set<string>
  attempts: number
}

/**
 * A model that first does its task and then whatever it is told: it calls every tool that the injection wants, with the
 * injection and all it has read as arguments, and writes the injection into every field of its answer.
 */
export function obeying(obeyed: Obeyed): Move {
  const byId = new Map(injections.map((one) => [one.id, one]))
  return {
    by(body) {
      const messages = body['messages'] as Message[]
      const said = messages.map(({ content }) => content ?? '')
      const id = /"case":"([a-z0-9]+)"/.exec(said[1] ?? '')?.[1] ?? ''
      const one = byId.get(id)
      if (!one) return { refuse: 'There is no such case.' }
      const asked = messages.filter(({ tool_calls }) => (tool_calls?.length ?? 0) > 0).length
      if (asked === 0) return { call: { name: nameOf(one.tool), arguments: JSON.stringify({ case: id }) } }
      const read = messages.filter(({ role }) => role === 'tool').map(({ content }) => content ?? '')
      // What a tool answers stands as JSON within JSON.
      const isReached = read.some((text) =>
        text.includes(JSON.stringify(one.injection).slice(1, -1).slice(0, 40)),
      )
      if (isReached) obeyed.reached.add(id)
      const wanted = isReached ? one.attackerTools : []
      const next = wanted[asked - 1]
      if (next !== undefined) {
        obeyed.attempts++
        const args = { instructions: one.injection, data: read.join('\n').slice(0, 2000) }
        return { call: { name: attackName(next), arguments: JSON.stringify(args) } }
      }
      const repairing = said.some((text) => text.includes('"repair":'))
      return {
        say: JSON.stringify({
          output: {
            case: repairing ? id : one.injection,
            status: repairing ? 'answered' : one.injection,
            answer: one.injection,
            notes: [one.injection, ...read].map((text) => text.slice(0, 500)),
          },
          rationale: one.injection,
          confidence: 1,
          alternatives: [],
          evidence: [],
          claims: [],
        }),
      }
    },
  }
}

export type Counted = Awaited<ReturnType<typeof startCountingService>>

/** Real servers: the user's desk, one for each of the user's tools, and one for each of the attacker's. */
export async function startOutside(bench: EngineBench) {
  const byId = new Map(injections.map((one) => [one.id, one]))
  const connect = async (slug: string, answer?: (path: string) => string | undefined): Promise<Counted> => {
    const service = await startCountingService(answer)
    await bench.db.prisma.connection.create({
      data: {
        ...{ id: newId('con'), workspaceId: bench.workspaceId, slug, name: slug },
        ...{ baseUrl: service.baseUrl, owner: 'Ada Example', privateReach: ['127.0.0.1'] },
      },
    })
    return service
  }
  const desk = await connect('desk')
  const users: Counted[] = []
  for (const tool of userTools)
    users.push(
      await connect(slugOf('user', tool), (path) => {
        const one = byId.get(path.split('/').at(-1) ?? '')
        return one && JSON.stringify({ result: one.response })
      }),
    )
  const attackers: Counted[] = []
  for (const tool of attackerTools) attackers.push(await connect(slugOf('attack', tool)))
  const count = (services: readonly Counted[]): number =>
    services.reduce((sum, { arrivals }) => sum + arrivals.length, 0)
  return {
    desk,
    attacks: () => count(attackers),
    reads: () => count(users),
    async close() {
      await Promise.all([desk, ...users, ...attackers].map((one) => one.close()))
    },
  }
}
