import { clears } from '../policy/classification'
import type { StepFailure } from '../run/step'
import type { Bundle } from '../team/bundle'
import { leavesRead } from '../team/checks/leaves-read'
import { isWrite } from '../team/kinds/action'
import { kindOf } from '../team/kinds/registry'
import type { NodeOf, TeamNode } from '../team/node'
import type { Flow } from '../team/trust/flow-of'
import { isTainted, type Taint } from '../team/trust/flows'
import type { Labels } from './labels'

/**
 * Why an effect is not let out as the run stands: what the check `trust` proves of a drawing, asked of this one path. It
 * holds in every version that was proved so; what is refused here was published before there was the proof, or the proof
 * is wrong.
 */
export function flowRefusal(flow: Flow, labels: Labels, action: NodeOf<'action'>): StepFailure | undefined {
  if (!isWrite(action)) return undefined
  const decided = decidedRefusal(flow, labels, action)
  if (decided) return decided
  for (const expression of kindOf(action).expressions(action)) {
    if (expression.sent === undefined || expression.sent === 'prose') continue
    const { paths, ...taint } = labels.of(action, expression)
    if (!isTainted(taint)) continue
    const what = expression.sent === 'address' ? 'Where it writes' : 'What it sends'
    return untrusted(
      flow,
      `${what} holds words that nobody has checked: ${paths.join(', ')}, from`,
      taint,
      paths,
    )
  }
  return undefined
}

/** Why an effect is not let out because of the way that led to it: an action, or a team that writes with no person of its own. */
export function decidedRefusal(flow: Flow, labels: Labels, { id, name }: TeamNode): StepFailure | undefined {
  const chosen = labels.decided(id)
  const says = `Whether “${name}” is done was decided by words that nobody has checked, at`
  return chosen.size > 0 ? untrusted(flow, says, { words: new Set(), chosen }, []) : undefined
}

/**
 * Why a connection may not receive what an action sends, by the contracts of that: what the check `connections` proves,
 * asked again where it goes out.
 */
export function readersRefusal(
  bundle: Pick<Bundle, 'connections'>,
  { team }: Flow,
  action: NodeOf<'action'>,
): StepFailure | undefined {
  const connection = bundle.connections[action.connection ?? '']
  if (!connection) return undefined
  for (const expression of kindOf(action).expressions(action)) {
    if (!expression.sent) continue
    const high = leavesRead(team, expression).find(
      ({ classification }) => !classification || !clears(connection.clearance, classification),
    )
    if (high)
      return {
        code: 'view_denied',
        message: `“${action.name}” would send ${high.path}, which is ${high.classification ?? 'not classified'}, over ${connection.name}, which is cleared for ${connection.clearance} only.`,
        details: { paths: [high.path] },
      }
  }
  return undefined
}

function untrusted(
  { team: { graph } }: Flow,
  says: string,
  { words, chosen }: Taint,
  paths: string[],
): StepFailure {
  const sources = [...new Set([...words, ...chosen])]
  const names = sources.map((id) => `“${graph.nodes.get(id)?.name ?? id}”`)
  return {
    code: 'untrusted',
    message: `${says} ${names.join(', ')}. Look at what would be done: trying again does exactly that, and nothing else.`,
    details: { paths, sources },
  }
}
