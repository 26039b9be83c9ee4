import { showRef } from '@/domain/contract/contract'
import type { Changes, DocumentDiff } from '@/domain/team/diff'
import type { TeamDocument } from '@/domain/team/document'
import { LOOKS } from '../kinds/looks'

export interface DiffLine {
  sign: '+' | '−' | '~'
  what: string
  name: string
  detail: string
}

/** Fields by what people call them; the rest go by their name. */
export const FIELD_WORDS: Record<string, string> = {
  accepts: 'what it takes up',
  produces: 'what it hands on',
  when: 'its condition',
  maxSendBacks: 'send-backs',
  fourEyes: 'four eyes',
  dueHours: 'when it is due',
  reasonRequired: 'whether a reason is required',
  maxOutputTokens: 'length of its answer',
  timeoutSeconds: 'when it gives up',
  retries: 'tries',
  repairs: 'repairs',
  reads: 'what it reads',
  fallback: 'who stands in',
  context: 'how much it is shown',
  asksBack: 'whether it asks back',
  fields: 'what it sends',
  routes: 'its ways',
}

/** What changed from one document to another, a line each, for people: what a run would notice first. */
export function diffLines(before: TeamDocument, after: TeamDocument, diff: DocumentDiff): DiffLine[] {
  const nodeOf = (id: string) =>
    after.nodes.find((node) => node.id === id) ?? before.nodes.find((node) => node.id === id)
  const nameOf = (id: string): string => nodeOf(id)?.name ?? id
  const edgeName = (id: string): string => {
    const edge = after.edges.find((each) => each.id === id) ?? before.edges.find((each) => each.id === id)
    return edge ? `${nameOf(edge.from.node)} → ${nameOf(edge.to.node)}` : id
  }
  const words = (fields: string[]) => fields.map((field) => FIELD_WORDS[field] ?? field).join(', ')
  const kindName = (id: string): string => {
    const node = nodeOf(id)
    return node ? LOOKS[node.kind].label : 'Node'
  }
  const of = (changes: Changes, what: (id: string) => string, name: (id: string) => string): DiffLine[] => [
    ...changes.added.map((id): DiffLine => ({ sign: '+', what: what(id), name: name(id), detail: 'added' })),
    ...changes.removed.map((id): DiffLine => ({
      sign: '−',
      what: what(id),
      name: name(id),
      detail: 'removed',
    })),
    ...changes.changed.map(({ id, fields }): DiffLine => ({
      sign: '~',
      what: what(id),
      name: name(id),
      detail: words(fields),
    })),
  ]
  return [
    ...diff.team.map((field): DiffLine => ({ sign: '~', what: 'Team', name: field, detail: 'changed' })),
    ...of(diff.nodes, kindName, nameOf),
    ...of(diff.edges, () => 'Handoff', edgeName),
    ...of(diff.contracts, () => 'Contract', showRef),
    ...of(
      diff.notes,
      () => 'Note',
      (id) => id,
    ),
    ...of(
      diff.groups,
      () => 'Group',
      (id) =>
        [...(after.layout.groups ?? []), ...(before.layout.groups ?? [])].find((group) => group.id === id)
          ?.name ?? id,
    ),
    ...(diff.moved.length
      ? [
          {
            sign: '~' as const,
            what: 'Drawing',
            name: `${diff.moved.length} moved`,
            detail: 'runs never notice',
          },
        ]
      : []),
  ]
}
