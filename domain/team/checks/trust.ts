import { showRef, type Contract } from '../../contract/contract'
import { isRecord, own } from '../../contract/json-schema'
import type { NodeExpression } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import type { TeamNode } from '../node'
import { ID } from '../trust/words'
import { isTainted, type Taint } from '../trust/flows'
import { trustOf, type Trust } from '../trust/trust'
import { callsWriter } from '../unattended'
import { listed, reachableNodes, type Check, type Compilation, type Found } from './check'
import { personBefore } from './fixes'

/**
 * No effect is decided by words that come from outside, or by what an agent made of them: not whether it happens, not
 * where it writes, not what it sends, unless a person has approved or a checked field stands between. What is sent as
 * text that people only read is let through by whoever marks it so.
 */
export const trustCheck: Check = {
  code: 'trust',
  title: 'Words from outside decide no effect',
  needsEntry: true,
  run(team) {
    const { teams } = team.catalogue
    const effects = reachableNodes(team).filter(
      (node) => kindOf(node).isEffect(node) || callsWriter(node, teams),
    )
    if (effects.length === 0) return []
    const trust = trustOf(team)
    return effects.flatMap((effect) => [
      ...decided(team, trust, effect),
      // What a team is given that is called, that team takes for words from outside.
      ...kindOf(effect)
        .expressions(effect)
        .flatMap((expression) => sent(team, trust, effect, expression)),
    ])
  },
}

function decided(team: Compilation, { conditions }: Trust, effect: TeamNode): Found[] {
  const [first, ...others] = conditions.filter(({ decides }) => decides.has(effect.id))
  if (!first) return []
  const more = others.length > 0 ? ` So it is at ${others.length} more.` : ''
  return [
    {
      code: 'trust.decided',
      severity: 'error',
      message: `Whether "${effect.name}" is done hangs on words that nobody has checked: "${first.node.name}" tests ${first.expression.source}, ${comesFrom(team, first)}.${more} Let a person look first, or test a field with listed values.`,
      place: { node: effect.id },
      fixes: [personBefore(team, effect)],
    },
  ]
}

function sent(team: Compilation, trust: Trust, effect: TeamNode, expression: NodeExpression): Found[] {
  if (expression.sent === undefined || expression.sent === 'prose') return []
  const { paths, ...taint } = trust.of(effect, expression)
  if (!isTainted(taint)) return []
  const used = `${paths.slice(0, MOST).join(', ')}${paths.length > MOST ? ` and ${paths.length - MOST} more` : ''}`
  const isAddress = expression.sent === 'address'
  return [
    {
      code: isAddress ? 'trust.address' : 'trust.words',
      severity: 'error',
      message: isAddress
        ? `Where "${effect.name}" writes is taken from words that nobody has checked: ${used}, ${comesFrom(team, taint)}. Let a person look first, or hold the field to a pattern without blanks.`
        : `"${effect.name}" sends words that nobody has looked at: ${used}, ${comesFrom(team, taint)}. Let a person look first, or say that it is text which people only read there.`,
      place: { node: effect.id, pointer: expression.pointer },
      fixes: [
        personBefore(team, effect),
        ...(isAddress ? heldToId(team, paths) : readByPeople(effect, expression)),
      ],
    },
  ]
}

const MOST = 3

/** Where the words come from, as the end of a sentence about what uses them. */
function comesFrom({ graph }: Compilation, { words, chosen }: Taint): string {
  const named = (ids: ReadonlySet<string>): string =>
    listed([...ids].slice(0, MOST).map((id) => graph.nodes.get(id)?.name ?? id))
  return words.size > 0
    ? `and what stands there may come from ${named(words)}`
    : `which was written on a way that such words chose at ${named(chosen)}`
}

/** Somebody says that the field is text which people read and nothing acts on. */
function readByPeople(effect: TeamNode, { pointer }: NodeExpression): NonNullable<Found['fixes']> {
  const index = Number(/^\/fields\/(\d+)\/value$/.exec(pointer)?.[1] ?? -1)
  const field = effect.kind === 'action' ? effect.fields[index] : undefined
  if (effect.kind !== 'action' || !field) return []
  return [
    {
      label: `Only people read "${field.label || field.name}" there`,
      command: {
        type: 'node.update',
        id: effect.id,
        patch: { fields: effect.fields.map((one) => (one === field ? { ...one, readByPeople: true } : one)) },
      },
    },
  ]
}

/** The contract holds the one field that the address uses to an id. */
function heldToId(team: Compilation, paths: readonly string[]): NonNullable<Found['fixes']> {
  const [path, ...others] = paths
  if (path === undefined || others.length > 0) return []
  const [slot = '', ...names] = path.split('.')
  const writer = team.graph.nodes.get(slot)
  const ref = writer && kindOf(writer).produces(writer)
  const contract = ref === undefined ? undefined : team.contracts.get(ref)
  const schema = contract && withId(contract.schema, names)
  if (!contract || !schema || ref === undefined) return []
  const held: Contract = { ...contract, schema }
  return [
    {
      label: `Hold "${names.at(-1) ?? ''}" in ${showRef(ref)} to an id without blanks`,
      command: { type: 'contract.put', contract: held },
    },
  ]
}

function withId(schema: unknown, [name, ...rest]: readonly string[]): Record<string, unknown> | undefined {
  if (!isRecord(schema)) return undefined
  if (name === undefined) return schema['type'] === 'string' ? { ...schema, ...ID } : undefined
  const properties = own(schema, 'properties')
  if (!isRecord(properties) || !Object.hasOwn(properties, name)) return undefined
  const field = withId(properties[name], rest)
  return field && { ...schema, properties: { ...properties, [name]: field } }
}
