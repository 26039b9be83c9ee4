import { z } from 'zod'
import type { TeamDocument } from '@/domain/team/document'

/** What a thread is about: the team, a node or a handoff of it. */
export const placeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('team') }),
  z.object({ kind: z.literal('node'), id: z.string().min(1).max(100) }),
  z.object({ kind: z.literal('handoff'), id: z.string().min(1).max(100) }),
])
export type CommentPlace = z.infer<typeof placeSchema>

/** What the place is called in a draft; undefined when it is not in it. */
export function nameOfPlace(document: TeamDocument, place: CommentPlace): string | undefined {
  const nodeName = (id: string) => document.nodes.find((node) => node.id === id)?.name
  switch (place.kind) {
    case 'team':
      return document.name
    case 'node':
      return nodeName(place.id)
    case 'handoff': {
      const edge = document.edges.find(({ id }) => id === place.id)
      return edge && `${nodeName(edge.from.node) ?? ''} → ${nodeName(edge.to.node) ?? ''}`
    }
  }
}

export const placeOf = ({ onKind, onId }: { onKind: string; onId: string }): CommentPlace =>
  placeSchema.parse(onKind === 'team' ? { kind: onKind } : { kind: onKind, id: onId })
