import { lapse, within, type Fork } from '@/domain/run/fork'
import { visibleState } from '@/domain/state/scoped'
import { kindOf } from '@/domain/team/kinds/registry'
import { checkInstance } from '@/server/bounded'
import { ENGINE } from '../commit'
import { fault } from '../fault'
import type { ForkRead } from '../entered'
import type { Activation, Handler, HandlerOutcome } from '../types'

/** Brings the lanes of a fork that fired together: gathers what they brought, and says what is missing. */
export const runJoin: Handler<'join'> = (activation) => Promise.resolve(gather(activation))

function gather(activation: Activation<'join'>): HandlerOutcome {
  const { node, at, version } = activation
  const { split } = at
  const fires = at.arrived.fires
  if (!split || !fires) throw new Error(`${node.id} was come to without a split`)
  const fired = fires.lapsed ? lapse(split.state, node) : { fork: split.state, port: fires.port ?? 'out' }
  // Its lanes have come together while its time ran out.
  if (!fired) return { kind: 'drop', result: {} }
  const { fork, port } = fired
  const contract = port === 'out' && node.produces ? version.bundle.contracts[node.produces] : undefined
  const value = contract ? gathered(activation, split, fork) : undefined
  const problems = contract ? checkInstance(contract.schema, value) : []
  if (problems.length)
    return fault({
      code: 'contract_violated',
      message: `What was gathered does not fit ${contract?.name ?? ''} ${contract?.version ?? ''}.`,
      details: { problems: problems.slice(0, 20) },
    })
  const joined = endsOf(fork, split.id, node.late)
  const { version: base, ...was } = split
  return {
    kind: 'done',
    port,
    result: { joined, ...(contract ? { output: value } : {}) },
    ...(contract ? { write: { slot: node.id, value, writer: ENGINE } } : {}),
    ...(fires.lapsed
      ? { lapsed: { fork: { ...was, base, state: fork }, cancel: node.late === 'cancel' } }
      : {}),
    record: {
      data: {
        ...joined,
        width: fork.width,
        ...(fires.lapsed ? { lapsed_after_seconds: node.timeoutSeconds ?? 0 } : {}),
      },
    },
  }
}

function endsOf(fork: Fork, id: string, late: 'cancel' | 'finish') {
  const lanes = Array.from({ length: fork.width }, (_, lane) => lane)
  const arrived = lanes.filter((lane) => fork.ends[lane]?.how === 'arrived')
  return { fork: id, arrived, missing: lanes.filter((lane) => !arrived.includes(lane)), late }
}

/** The shapes of domain/team/gather.ts. */
function gathered({ at, version }: Activation<'join'>, split: ForkRead, fork: Fork): Record<string, unknown> {
  const opener = version.bundle.nodes[split.opener]
  const apart = opener !== undefined && kindOf(opener).opens === 'items'
  const brought = Array.from({ length: fork.width }, (_, lane) => lane).flatMap((lane) => {
    const end = fork.ends[lane]
    if (end?.how !== 'arrived' || end.slot === undefined) return []
    const state = apart
      ? visibleState(at.root, within(split.scope, { fork: split.id, lane }))
      : visibleState(at.root, split.scope)
    return [{ lane, value: state[end.slot] }]
  })
  if (apart) return { results: brought.map(({ value }) => value), missing: fork.width - brought.length }
  return Object.fromEntries(brought.map(({ lane, value }) => [fork.ports[lane] ?? String(lane), value]))
}
