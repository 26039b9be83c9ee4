import type { Agent, Tool } from '@/domain/team/agent'
import { slugOf } from '@/domain/team/slug'

/** A tool as it is typed: its parameters are text until they are sent. */
export type ToolDraft = Omit<Tool, 'parameters'> & { parameters: string }

/** An agent as it is typed. */
export type AgentDraft = Omit<Agent, 'tools' | 'claims'> & { tools: ToolDraft[]; claims: string }

export const NO_PARAMETERS = '{\n  "type": "object",\n  "properties": {},\n  "additionalProperties": false\n}'

export const draftOf = (agent: Agent): AgentDraft => ({
  ...agent,
  claims: agent.claims.join('\n'),
  tools: agent.tools.map((tool) => ({ ...tool, parameters: JSON.stringify(tool.parameters, null, 2) })),
})

export const emptyDraft = (owner: string): AgentDraft => ({
  slug: '',
  name: '',
  job: '',
  instructions: '',
  owner,
  clearance: 'internal',
  categories: [],
  tier: 'standard',
  models: [],
  tools: [],
  autonomy: 1,
  claims: '',
})

/** What is sent, or which tools' parameters are no JSON object. */
export function sentOf(draft: AgentDraft): { agent: unknown; broken: number[] } {
  const broken: number[] = []
  const tools = draft.tools.map((tool, index) => {
    const parameters = objectOf(tool.parameters)
    if (!parameters) broken.push(index)
    return { ...tool, parameters }
  })
  const claims = draft.claims.split(/[\s,]+/).filter(Boolean)
  return { agent: { ...draft, slug: draft.slug || slugOf(draft.name), tools, claims }, broken }
}

function objectOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
