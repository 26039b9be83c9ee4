import { ExpressionError } from '@/domain/expression/cel'
import type { DecidedGate, StepResult } from '@/domain/run/step'
import type { TrialPin } from '@/domain/team/bundle'
import { kindOf } from '@/domain/team/kinds/registry'
import { isStaffed } from '@/domain/team/staff'
import { checkInstance } from '@/server/bounded'
import { endpointsFor } from '../endpoints-for'
import { fault } from '../fault'
import { boundTo, effectsAt } from '../gate-effects'
import type { Activation, HandlerOutcome } from '../types'

/** What a trial gives in the place of carrying a node out; undefined where it is carried out. */
export const pinnedAt = ({ version, node }: Pick<Activation, 'version' | 'node'>): TrialPin | undefined =>
  version.bundle.trial?.pins[node.id]

/**
 * In place of a node's own handler: hands on what was given for it, by the way that was given. What was given for an
 * agent counts as sure, and a person's pin is their verdict, which binds to what would be sent as a real one does.
 */
export async function runPinned(
  activation: Activation,
  { port, slot, output }: TrialPin,
): Promise<HandlerOutcome> {
  const { at, node, version } = activation
  const gives = output !== undefined
  const isBefore = version.bundle.trial?.before.includes(node.id) ?? false
  // Of one who only lets through it is what they made of what they took up.
  const written = slot ?? (gives && !isBefore ? at.arrived.slot : undefined)
  const misfit = slot === undefined && gives ? misfitOf(activation, output) : undefined
  if (misfit) return misfit
  const approves = kindOf(node)
    .ports(node)
    .some((way) => way.id === port && way.approves)
  const result: StepResult = { pinned: true, ...(gives && { output }) }
  if (isStaffed(node) && gives) result.envelope = { ...GIVEN, output: asRecord(output) }
  if (kindOf(node).isGate && !isBefore) {
    try {
      const edit = written !== undefined && gives ? { slot: written, value: output } : undefined
      const effects = approves
        ? boundTo(await effectsAt(version, at, node.id, endpointsFor(activation), edit), at)
        : []
      result.verdict = { ...VERDICT, decision: DECISIONS[port] ?? port, edited: edit !== undefined, effects }
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      return fault({
        code: 'expression_failed',
        message: `What would be sent cannot be made: ${error.message}`,
      })
    }
  }
  return {
    kind: 'done',
    port,
    result,
    ...(written !== undefined && gives && { write: { slot: written, value: output, writer: at.startedBy } }),
    record: { data: { pinned: true } },
  }
}

const GIVEN = {
  rationale: 'Pinned for this trial.',
  confidence: 1,
  alternatives: [],
  evidence: [],
  claims: [],
}
const VERDICT: Pick<DecidedGate, 'by' | 'reason'> = { by: 'Pinned', reason: 'Pinned for this trial.' }
const DECISIONS: Record<string, string> = { approved: 'approve', rejected: 'reject', escalated: 'escalate' }

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : { value }

/** An edited draft must fit the contract of what was taken up, as a reviewer's edit must. */
function misfitOf({ at, version }: Activation, output: unknown): HandlerOutcome | undefined {
  const contract = version.bundle.contracts[at.arrived.contract ?? '']
  const problems = contract ? checkInstance(contract.schema, output) : []
  if (!contract || problems.length === 0) return undefined
  return fault({
    code: 'contract_violated',
    message: `What is pinned does not fit ${contract.name} ${contract.version}.`,
    details: { problems: problems.slice(0, 20) },
  })
}
