import type { Actor } from '@/domain/actor'
import { isRecord } from '@/domain/contract/json-schema'
import { referencesOf, templateReferences } from '@/domain/expression/references'
import { keptFor } from '@/domain/kept'
import { scopePath } from '@/domain/state/scoped'
import type { Agent } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import { walk } from '@/domain/team/graph'
import { handedAtAll, kindOf } from '@/domain/team/kinds/registry'
import type { NodeOf, TeamNode } from '@/domain/team/node'
import { isStaffed, staffOf } from '@/domain/team/staff'
import type { Askable } from '../types'

/** An agent whose work an effect sends, and the slots it wrote of what is sent. */
export interface Author {
  agent: Agent
  slots: string[]
}

/**
 * The agents whose work an action sends: whoever wrote each slot last that its request is made of, and what led to it. Who
 * wrote is known from the drawing and the steps at hand; the state's versions are read only where another may have stood in
 * for an agent, or where somebody edited at a gate.
 */
export async function authorsOf(
  { engine, runId, at, version }: Pick<Askable, 'engine' | 'runId' | 'at' | 'version'>,
  action: NodeOf<'action'>,
): Promise<Author[]> {
  const { bundle } = version
  const edited = at.steps.some(({ feedback }) => feedback?.edited)
  const authors = new Map<string, Author>()
  const add = (slug: string, slot: string): void => {
    const agent = bundle.agents[slug]
    if (!agent) return
    const known = authors.get(slug) ?? { agent, slots: [] }
    if (!known.slots.includes(slot)) known.slots.push(slot)
    authors.set(slug, known)
  }
  const asked: { slot: string; writer: TeamNode }[] = []
  for (const slot of slotsSent(action, at.arrived.slot)) {
    const writer = writersOf(bundle).get(slot)
    if (!writer) continue
    if (edited || (isStaffed(writer) && writer.fallback !== undefined)) asked.push({ slot, writer })
    else for (const slug of drawnAuthors(bundle, writer)) add(slug, slot)
  }
  if (asked.length > 0) {
    const versions = await engine.db.prisma.stateVersion.findMany({
      where: { runId },
      orderBy: { version: 'desc' },
      select: { writer: true, patch: true },
    })
    for (const { slot, writer } of asked) {
      const by = lastWriter(versions, placeOf(at, slot))
      if (by?.kind === 'agent') add(by.id, slot)
      // What the engine put together is the work of those it was put together from.
      else if (by?.kind !== 'person' && by?.kind !== 'token')
        for (const slug of drawnAuthors(bundle, writer)) add(slug, slot)
    }
  }
  return [...authors.values()].sort((a, b) => (a.agent.slug < b.agent.slug ? -1 : 1))
}

/** The slots that a request is made of, and the one that led to it. */
export function slotsSent({ path, fields }: NodeOf<'action'>, arrived: string | undefined): string[] {
  const paths = [...templateReferences(path), ...fields.flatMap(({ value }) => referencesOf(value))]
  const slots = paths.map((read) => {
    const [slot = '', node = ''] = read.split('.')
    return slot === 'decision' ? node : slot
  })
  return [...new Set([...(arrived === undefined ? [] : [arrived]), ...slots])]
}

const writersOf = keptFor(
  ({ nodes }: Bundle): ReadonlyMap<string, TeamNode> =>
    new Map(
      Object.values(nodes).flatMap((node) => handedAtAll(node).map(({ slot }) => [slot, node] as const)),
    ),
)

/** Of whom a node's slot is the work, as drawn: its agent; or, of what is gathered, those who came before it. */
function drawnAuthors(bundle: Bundle, node: TeamNode): string[] {
  const kind = kindOf(node)
  if (isStaffed(node) && !kind.unstaffed?.(node)) return node.agent === undefined ? [] : [node.agent]
  if (kind.opens === undefined && kind.closes === undefined && !isStaffed(node)) return []
  return upstreamOf(bundle)(node)
}

const upstreamOf = keptFor((bundle: Bundle) => {
  const into = new Map<string, string[]>()
  for (const [from, edges] of Object.entries(bundle.next))
    for (const { to } of edges) into.set(to, [...(into.get(to) ?? []), from])
  return keptFor((node: TeamNode): string[] => [
    ...new Set(
      [...walk([node.id], (id) => into.get(id) ?? [])].flatMap((id) => {
        const before = bundle.nodes[id]
        return before && isStaffed(before) ? staffOf(before) : []
      }),
    ),
  ])
})

/** Where a slot stands that a token sees: in its own item's part of the state, or further out. */
function placeOf({ root, scope }: { root: Record<string, unknown>; scope: string }, slot: string): string {
  const path = scopePath(scope)
  for (let length = path.length; length > 0; length -= 2) {
    const frame = path
      .slice(0, length)
      .reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), root)
    if (isRecord(frame) && Object.hasOwn(frame, slot)) return `/${[...path.slice(0, length), slot].join('/')}`
  }
  return `/${slot}`
}

/** @param versions the newest first */
function lastWriter(
  versions: readonly { writer: unknown; patch: unknown }[],
  place: string,
): Actor | undefined {
  const wrote = ({ patch }: { patch: unknown }): boolean =>
    Array.isArray(patch) &&
    patch.some((operation: unknown) => {
      const path = isRecord(operation) ? operation['path'] : undefined
      return (
        typeof path === 'string' &&
        (path === place || path.startsWith(`${place}/`) || place.startsWith(`${path}/`))
      )
    })
  return versions.find(wrote)?.writer as Actor | undefined
}
