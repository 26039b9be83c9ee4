import type { Group, TeamDocument } from './document'

type Layout = TeamDocument['layout']

/** The layout with these groups; a document without any does not speak of them. */
export function withGroups({ groups: _before, ...layout }: Layout, groups: Group[]): Layout {
  return groups.length > 0 ? { ...layout, groups } : layout
}

/** With a group put, in place of the one of its id. Who is in it is in no other, and a group of nobody is none. */
export function withGroup(layout: Layout, group: Group): Layout {
  const members = new Set(group.nodes)
  const put: Group = { ...group, nodes: [...members] }
  const known = layout.groups ?? []
  const others = known.map((other) => (other.id === group.id ? put : without(other, (id) => members.has(id))))
  const all = known.some(({ id }) => id === group.id) ? others : [...others, put]
  return withGroups(
    layout,
    all.filter(({ nodes }) => nodes.length > 0),
  )
}

/** Without a node that is gone. The same layout where no group had it. */
export function withoutMember(layout: Layout, node: string): Layout {
  if (!layout.groups?.some(({ nodes }) => nodes.includes(node))) return layout
  const groups = layout.groups.map((group) => without(group, (id) => id === node))
  return withGroups(
    layout,
    groups.filter(({ nodes }) => nodes.length > 0),
  )
}

/** With a node under its new id. */
export function withRenamedMember(layout: Layout, node: string, to: string): Layout {
  if (!layout.groups?.some(({ nodes }) => nodes.includes(node))) return layout
  const named = (id: string): string => (id === node ? to : id)
  return { ...layout, groups: layout.groups.map((group) => ({ ...group, nodes: group.nodes.map(named) })) }
}

/** The layout of a document whose groups hold what is there only, and each node once. The same where they do. */
export function withoutStrangers({ nodes, layout }: TeamDocument): Layout {
  if (!layout.groups) return layout
  const free = new Set(nodes.map(({ id }) => id))
  const groups = layout.groups.map((group) => {
    const strangers = new Set(group.nodes.filter((id) => !free.delete(id)))
    return without(group, (id) => strangers.has(id))
  })
  const left = groups.filter((group) => group.nodes.length > 0)
  return left.length > 0 && left.every((group, i) => group === layout.groups?.[i])
    ? layout
    : withGroups(layout, left)
}

function without(group: Group, goes: (id: string) => boolean): Group {
  return group.nodes.some(goes) ? { ...group, nodes: group.nodes.filter((id) => !goes(id)) } : group
}
