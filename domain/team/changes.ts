import { refOf, showRef } from '../contract/contract'
import { jsonEquals } from '../contract/json-schema'
import { diffDocuments, type Changes } from './diff'
import { contractsNamedBy } from './kinds/registry'
import type { Side } from './side'

/** A field that differs; undefined on the side that does not have it. */
export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

export type ChangeOf =
  'team' | 'node' | 'handoff' | 'contract' | 'agent' | 'connection' | 'called' | 'note' | 'group'

/** One thing that differs between two sides. */
export interface Change {
  of: ChangeOf
  /** Of the node, handoff, note or group; the contract's reference; a slug; `team` for the team itself. */
  id: string
  /** As people call it. */
  name: string
  /** moved: it only stands elsewhere on the canvas. */
  what: 'added' | 'removed' | 'changed' | 'moved'
  /** Whether a run would notice. */
  matters: boolean
  /** Of what changed, and of what follows an earlier version. */
  fields: FieldChange[]
  /** Of a contract: the number of the version that this one is told beside. */
  follows?: number
}

/**
 * What differs from one side to the other, one thing after another: first the team and what is drawn, then what the
 * drawing names, then what no run would notice.
 */
export function changesBetween(before: Side, after: Side): Change[] {
  const [old, now] = [before.document, after.document]
  const diff = diffDocuments(old, now)
  const nodeName = namer(old.nodes, now.nodes)
  const used = new Set<string>(
    [...old.nodes, ...now.nodes].flatMap((node) => contractsNamedBy(node).map(({ contract }) => contract)),
  )
  const changes: Change[] = [
    ...(diff.team.length > 0
      ? [
          {
            ...({ of: 'team', id: 'team', name: now.name, what: 'changed' } as const),
            matters: diff.team.some((field) => field !== 'description'),
            fields: diff.team.map((field): FieldChange => fieldOf(old, now, field)),
          },
        ]
      : []),
    ...listed('node', diff.nodes, byId(old.nodes), byId(now.nodes), nodeName),
    ...listed('handoff', diff.edges, byId(old.edges), byId(now.edges), (id) => {
      const edge = now.edges.find((each) => each.id === id) ?? old.edges.find((each) => each.id === id)
      return edge ? `${nodeName(edge.from.node)} → ${nodeName(edge.to.node)}` : id
    }),
    ...followed(
      listed('contract', diff.contracts, byRef(old.contracts), byRef(now.contracts), showRef, (ref) =>
        used.has(ref),
      ),
      old.contracts,
      now.contracts,
    ),
    ...named('agent', before.agents, after.agents),
    ...named('connection', before.connections, after.connections),
    ...named('called', before.teams, after.teams),
    ...listed('note', diff.notes, byId(old.layout.notes), byId(now.layout.notes), noteName, () => false),
    ...listed(
      'group',
      diff.groups,
      byId(old.layout.groups ?? []),
      byId(now.layout.groups ?? []),
      namer(old.layout.groups ?? [], now.layout.groups ?? []),
      () => false,
    ),
    ...diff.moved.map((id): Change => ({
      ...{ of: 'node', id, name: nodeName(id), what: 'moved', matters: false },
      fields: [],
    })),
  ]
  function noteName(id: string): string {
    const note = [...now.layout.notes, ...old.layout.notes].find((each) => each.id === id)
    return note?.text.split('\n')[0]?.slice(0, 60) || 'Empty note'
  }
  return [...changes.filter(({ matters }) => matters), ...changes.filter(({ matters }) => !matters)]
}

type Fields = Record<string, unknown>

function listed(
  of: ChangeOf,
  { added, removed, changed }: Changes,
  before: ReadonlyMap<string, object>,
  after: ReadonlyMap<string, object>,
  nameOf: (id: string) => string,
  matters: (id: string) => boolean = () => true,
): Change[] {
  const one = (id: string, what: Change['what'], fields: FieldChange[] = []): Change => ({
    ...{ of, id, name: nameOf(id), what, fields },
    matters: matters(id),
  })
  return [
    ...added.map((id) => one(id, 'added')),
    ...removed.map((id) => one(id, 'removed')),
    ...changed.map(({ id, fields }) =>
      one(
        id,
        'changed',
        fields.map((field) => fieldOf(before.get(id) ?? {}, after.get(id) ?? {}, field)),
      ),
    ),
  ]
}

/**
 * Versions of a contract beside the one that they follow: where it makes way for them it is one change, field by field;
 * where it stays they are added, and tell what they have that it has not.
 */
function followed(
  changes: readonly Change[],
  old: Side['document']['contracts'],
  now: Side['document']['contracts'],
): Change[] {
  const gone = new Map(changes.filter(({ what }) => what === 'removed').map((change) => [change.id, change]))
  const told = new Set<string>()
  const all = changes.map((change): Change => {
    const after = now.find((contract) => refOf(contract) === change.id)
    if (change.what !== 'added' || !after) return change
    const others = old.filter(({ name }) => name === after.name).sort((a, b) => b.version - a.version)
    const replaced = others.find((contract) => gone.has(refOf(contract)) && !told.has(refOf(contract)))
    const before = replaced ?? others.find(({ version }) => version < after.version)
    if (!before) return change
    const fields = differing(before, after).filter(({ field }) => field !== 'version')
    if (!replaced) return { ...change, follows: before.version, fields }
    const ref = refOf(replaced)
    told.add(ref)
    return {
      ...{ of: 'contract', id: change.id, what: 'changed', follows: replaced.version, fields },
      name: `${after.name} ${replaced.version} → ${after.version}`,
      matters: change.matters || gone.get(ref)?.matters === true,
    }
  })
  return all.filter(({ what, id }) => what !== 'removed' || !told.has(id))
}

/** What is named on both sides and is not the same: that it is named here and not there follows from the nodes. */
function named(
  of: ChangeOf,
  before: Readonly<Record<string, { name: string }>>,
  after: Readonly<Record<string, { name: string }>>,
): Change[] {
  return Object.entries(after).flatMap(([slug, now]): Change[] => {
    const old = before[slug]
    const fields = old ? differing(old, now) : []
    if (!old || fields.length === 0) return []
    return [{ of, id: slug, name: now.name, what: 'changed', matters: true, fields }]
  })
}

const differing = (before: object, after: object): FieldChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => fieldOf(before, after, field))
    .filter(({ before: old, after: now }) => !jsonEquals(old ?? null, now ?? null))

const fieldOf = (before: object, after: object, field: string): FieldChange => ({
  field,
  before: (before as Fields)[field],
  after: (after as Fields)[field],
})

const byId = <T extends { id: string }>(things: readonly T[]): Map<string, T> =>
  new Map(things.map((thing) => [thing.id, thing]))

const byRef = (contracts: Side['document']['contracts']) =>
  new Map(contracts.map((contract) => [refOf(contract) as string, contract]))

const namer = (
  old: readonly { id: string; name: string }[],
  now: readonly { id: string; name: string }[],
) => {
  const names = new Map([...old, ...now].map(({ id, name }) => [id, name]))
  return (id: string): string => names.get(id) ?? id
}
