import { FileCheck2, Globe, UserRound, type LucideIcon } from 'lucide-react'
import { LOOKS } from '@/components/canvas/kinds/looks'

const BESIDE: Record<string, LucideIcon> = { tools: Globe, person: UserRound, version: FileCheck2 }
const NODES: Partial<Record<string, { icon: LucideIcon }>> = LOOKS

/** The icon of each kind of box; the same as on the canvas where it is a node. */
export const whyIcon = (kind: string): LucideIcon => BESIDE[kind] ?? NODES[kind]?.icon ?? FileCheck2
