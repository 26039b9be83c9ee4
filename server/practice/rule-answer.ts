/** What a rule of the sandbox concludes; the sandbox adds its mark. */
export interface RuleAnswer {
  output: Record<string, unknown>
  rationale: string
  confidence: number
  alternatives: { option: string; why_not: string }[]
  evidence: { source: string; says: string }[]
  claims: { subject: string; value: string }[]
}

/** In place of an answer: what the one before is asked for. */
export type RuleRequest = Omit<RuleAnswer, 'output'> & { output: null; request: Record<string, unknown> }

/** What the sandbox says to a request in the end. */
export type SandboxAnswer =
  | { kind: 'tools'; calls: { name: string; arguments: Record<string, unknown> }[] }
  | { kind: 'text'; text: string }
  | { kind: 'refusal'; text: string }
