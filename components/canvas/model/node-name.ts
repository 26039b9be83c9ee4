import type { TeamDocument } from '@/domain/team/document'

/** What a node is called; its id where there is none. */
export const nodeName = ({ nodes }: Pick<TeamDocument, 'nodes'>, id: string): string =>
  nodes.find((node) => node.id === id)?.name ?? id
