import type { ContractRef } from '../../contract/contract'
import type { Expected } from '../../expression/check'
import type { JoinRules } from '../../run/fork'
import type { Carried } from '../carried'
import type { Port } from './common'

/** A place in a node where state is read. */
export interface NodeExpression {
  /** JSON Pointer within the node. */
  pointer: string
  source: string
  /** `expression` is CEL, `template` is text with CEL in it, `path` names a slot or a field. */
  form: 'expression' | 'template' | 'path'
  /** What the expression must give; anything when left out. */
  gives?: Expected
  /** For people only: what is missing renders as a dash instead of failing. */
  lenient?: true
  /** Names that only this expression knows, beside the state. */
  locals?: readonly string[]
  /**
   * Leaves the house over the node's connection: as the address that is called, as a value, or as text that people read
   * where it arrives and nothing acts on.
   */
  sent?: 'address' | 'value' | 'prose'
  /** The way out to whoever is told what comes of it: words in the prompt of the agent there. */
  tells?: string
  /** Of a text that may not be empty: what a node without it does, and what to write, after its name. */
  lacking?: string
}

/** A place in a node where a contract is named. */
export interface NamedContract {
  /** JSON Pointer within the node. */
  pointer: string
  contract: ContractRef
}

/** Names of what nodes refer to, as people know them. */
export interface Names {
  agent(slug: string): string | undefined
  connection(slug: string): string | undefined
}

/** All that the rest of the domain asks of a node's kind. A new kind is one such entry beside its schema. */
export interface Kind<N> {
  title: string
  /** Second line of its card. */
  summary(node: N, names: Names): string
  /** A new node as it is dropped on the canvas. */
  defaults(id: string, name: string): N
  ports(node: N): Port[]
  /** Whether handoffs may lead into it. */
  takesIn: boolean
  /** A check before something proceeds. */
  isGate: boolean
  /** At which nobody but a person decides. */
  byPerson?: true
  /** Hands over from one place to many, so that these need not hand over to each other. */
  isHub?: true
  /** The connection that it calls over itself, by slug. */
  connection?(node: N): string | undefined
  /** The other team that it calls, by slug. */
  team?(node: N): string | undefined
  /** Whether it writes to the outside world. */
  isEffect(node: N): boolean
  /** Whether it writes a slot of its own; otherwise it hands on what it took up. */
  writes(node: N): boolean
  /** Contract of what it writes. */
  produces(node: N): ContractRef | undefined
  /** Contract that what comes in must fit. */
  accepts(node: N): ContractRef | undefined
  expressions(node: N): NodeExpression[]
  /** Contracts it names besides what it takes up and hands on. */
  contracts?(node: N): NamedContract[]
  /** Of a node that an agent may work at: whether it does without one. */
  unstaffed?(node: N): boolean
  /** Splits the path into lanes: all its ways at once, or one way once for each item. */
  opens?: 'ways' | 'items'
  /** Whether a way out of one that splits is a lane; every way is, unless said. */
  isLane?(node: N, port: string): boolean
  /** Of one that goes the same way several times: how often at most. */
  times?(node: N): number
  /** How often at most it is come to itself while its lanes come and go. */
  visits?(node: N): number
  /** Where lanes come together: of whatever split, or of its own. */
  closes?: 'any' | 'own'
  /** Of one that closes: what it asks of its lanes. */
  joins?(node: N): JoinRules
  /** What it hands on when left by a way, its own slot first; nothing where it hands on what it took up. */
  hands?(node: N, port: string): Carried[]
  /** Whether it brings in what comes from outside the run while that is under way: no gate before it has seen that. */
  fromOutside?(node: N): boolean
  /** How often it may leave by the way that goes back, before another way is taken. */
  returns?(node: N): number
  /** The way by which it asks the one before it for more, instead of going on. */
  asks?(node: N): string | undefined
  /** Does its work once more when somebody behind it asks for more. */
  takesRequests?: true
}

/** What a node hands on of its own when left by a way: what it writes. */
export function handedOn<N extends { id: string }>(kind: Kind<N>, node: N, port: string): Carried[] {
  if (kind.hands) return kind.hands(node, port)
  if (!kind.writes(node)) return []
  const contract = kind.produces(node)
  return [{ slot: node.id, ...(contract !== undefined && { contract }) }]
}

export const OUT: Port = { id: 'out', label: 'out', required: true }
