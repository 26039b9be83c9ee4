import { showRef } from '@/domain/contract/contract'
import type { Agent } from '@/domain/team/agent'
import type { TeamDocument } from '@/domain/team/document'
import { contractsNamedBy, kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { isStaffed, staffOf } from '@/domain/team/staff'
import { LOOKS } from '../kinds/looks'

/** A place on the canvas where a text stands. */
export interface Hit {
  part: 'nodes' | 'notes' | 'groups'
  id: string
  /** What is there: a node's name, the beginning of a note. */
  name: string
  /** Where at it the text stands, as `Agent`, `Contract`, `Expression`. */
  where: string
  /** The words around it. */
  excerpt: string
}

/** Every place a text stands at, once each, in the order of the document: names first, then what stands within. */
export function hitsOf(document: TeamDocument, agents: readonly Agent[], text: string): Hit[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  const nameOf = new Map(agents.map(({ slug, name }) => [slug, name]))
  const first = (
    part: Hit['part'],
    id: string,
    name: string,
    texts: readonly (readonly [where: string, text: string])[],
  ): Hit[] => {
    const found = texts.find(([, value]) => value.toLowerCase().includes(wanted))
    return found ? [{ part, id, name, where: found[0], excerpt: around(found[1], wanted) }] : []
  }
  return [
    ...document.nodes.flatMap((node) => first('nodes', node.id, node.name, textsOf(node, nameOf))),
    ...document.layout.notes.flatMap(({ id, text: words }) =>
      first('notes', id, words.slice(0, 40) || 'Empty note', [['Note', words]]),
    ),
    ...(document.layout.groups ?? []).flatMap(({ id, name }) => first('groups', id, name, [['Group', name]])),
  ]
}

function textsOf(node: TeamNode, agents: ReadonlyMap<string, string>): [string, string][] {
  return [
    ['Name', node.name],
    ['Slot', node.id],
    ['Kind', LOOKS[node.kind].label],
    ...staffOf(node).flatMap((slug): [string, string][] => [
      ['Agent', agents.get(slug) ?? slug],
      ['Agent', slug],
    ]),
    ...contractsNamedBy(node).flatMap(({ contract }): [string, string][] => [
      ['Contract', showRef(contract)],
      ['Contract', contract],
    ]),
    ...kindOf(node)
      .expressions(node)
      .map(({ source, form }): [string, string] => [form === 'path' ? 'Reads' : 'Expression', source]),
    ...(isStaffed(node) && node.task ? [['Task', node.task] as [string, string]] : []),
  ]
}

const AROUND = 28

function around(text: string, wanted: string): string {
  const at = text.toLowerCase().indexOf(wanted)
  const [from, to] = [Math.max(0, at - AROUND), at + wanted.length + AROUND]
  return `${from > 0 ? '…' : ''}${text.slice(from, to).trim()}${to < text.length ? '…' : ''}`
}
