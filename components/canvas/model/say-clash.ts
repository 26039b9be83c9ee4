import { showRef } from '@/domain/contract/contract'
import type { Edge, TeamDocument } from '@/domain/team/document'
import type { TeamNode } from '@/domain/team/node'
import { LOOKS } from '../kinds/looks'
import type { OpenClash } from '../studio/draft-port'
import { fieldWithin } from '../versions/words'
import { nodeName } from './node-name'

export interface SaidClash {
  /** `Agent Draft reply` */
  what: string
  /** Who did what, in a sentence. */
  happened: string
  /** The values, where both are more than being there or not. */
  values: { mine: unknown; theirs: unknown } | undefined
  /** On the buttons; no `mine` where it cannot be any more. */
  choices: { theirs: string; mine: string | undefined }
}

/** A clash for people: what it is about, who did what, and what can be chosen. */
export function sayClash(document: TeamDocument, { place, mine, theirs, changes, by }: OpenClash): SaidClash {
  const who = by ?? 'Someone else'
  const what = nameOf(document, place.list, place.id, theirs ?? mine)
  const field = place.field && fieldWithin(place.field)
  const can = changes.length > 0
  if (field !== undefined)
    return {
      what: place.list === undefined ? `The team’s ${field}` : `${what}, ${field}`,
      happened: `${who} changed this while you did. What ${by ?? 'they'} wrote stands until you choose.`,
      values: { mine, theirs },
      choices: {
        theirs: by ? `Keep what ${by} wrote` : 'Keep theirs',
        mine: can ? 'Put mine over it' : undefined,
      },
    }
  if (mine === undefined)
    return {
      what,
      happened: `You removed this while ${by ?? 'someone else'} worked on it. It is still there.`,
      values: undefined,
      choices: { theirs: 'Keep it', mine: can ? 'Remove it all the same' : undefined },
    }
  if (theirs === undefined)
    return {
      what,
      happened: `${who} removed this while you worked on it.`,
      values: undefined,
      choices: { theirs: 'Leave it removed', mine: can ? 'Bring mine back' : undefined },
    }
  return {
    what,
    happened: `${who} made one of the same name that is different.`,
    values: { mine, theirs },
    choices: { theirs: 'Keep theirs', mine: can ? 'Put mine over it' : undefined },
  }
}

function nameOf(document: TeamDocument, list: string | undefined, id = '', item: unknown): string {
  switch (list) {
    case 'nodes': {
      const known = document.nodes.find((each) => each.id === id) ?? (item as TeamNode | undefined)
      return known && 'kind' in known ? `${LOOKS[known.kind].label} ${known.name}` : id
    }
    case 'edges': {
      const edge = document.edges.find((each) => each.id === id) ?? (item as Edge | undefined)
      return edge && 'from' in edge
        ? `${nodeName(document, edge.from.node)} → ${nodeName(document, edge.to.node)}`
        : id
    }
    case 'contracts':
      return showRef(id)
    default:
      return list === 'layout.notes' ? 'A note' : 'Part of the drawing'
  }
}
