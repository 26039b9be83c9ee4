import { counted } from '@/components/ui/counted'
import type { Change, ChangeOf } from '@/domain/team/changes'
import type { Side } from '@/domain/team/side'
import type { NodeKind } from '@/domain/team/node'
import { LOOKS } from '../kinds/looks'

const OF: Record<ChangeOf, string> = {
  team: 'Team',
  node: 'Node',
  handoff: 'Handoff',
  contract: 'Contract',
  agent: 'Agent',
  connection: 'Connection',
  called: 'Called team',
  note: 'Note',
  group: 'Group',
}

export const sortOf = ({ of }: Change, kind?: NodeKind): string => (kind ? LOOKS[kind].label : OF[of])

/** What a first version brings, where everything is new: `First version: 12 nodes, 14 handoffs, 5 contracts, 3 agents`. */
export function sayFirst({ document: { nodes, edges, contracts }, agents }: Side): string {
  const parts = [
    counted(nodes.length, 'node'),
    counted(edges.length, 'handoff'),
    counted(contracts.length, 'contract'),
    counted(Object.keys(agents).length, 'agent'),
  ]
  return `First version: ${parts.filter((part) => !part.startsWith('0 ')).join(', ')}`
}

const FIELDS: Record<string, string> = {
  accepts: 'What it takes up',
  produces: 'What it hands on',
  when: 'Its condition',
  maxSendBacks: 'Send-backs',
  fourEyes: 'Four eyes',
  dueHours: 'When it is due',
  reasonRequired: 'Whether a reason is required',
  maxOutputTokens: 'Length of its answer',
  timeoutSeconds: 'When it gives up',
  retries: 'Tries',
  repairs: 'Repairs',
  reads: 'What it reads',
  fallback: 'Who stands in',
  context: 'How much it is shown',
  asksBack: 'Whether it asks back',
  fields: 'What it sends',
  routes: 'Its ways',
  rules: 'Rules',
  task: 'Task',
  question: 'Question',
  name: 'Name',
  goal: 'Goal',
  purpose: 'Purpose',
  description: 'Description',
  about: 'What it is about',
  from: 'Where it leaves from',
  to: 'Where it leads',
  schema: 'Fields',
  text: 'Text',
  width: 'Width',
  x: 'Place, across',
  y: 'Place, down',
  agent: 'Agent',
  assignees: 'Who decides',
  connection: 'Connection',
  job: 'Job',
  owner: 'Owner',
  clearance: 'Clearance',
  tools: 'Tools',
  autonomy: 'Autonomy level',
  model: 'Model',
  tier: 'Model tier',
  number: 'Version',
  versionId: 'Version',
}

/** A field as people call it: known ones by their words, the others taken apart: `maxRounds` becomes `Max rounds`. */
export function fieldName(field: string): string {
  const known = FIELDS[field]
  if (known) return known
  const words = field
    .replace(/([A-Z])/g, ' $1')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The same within a sentence. */
export const fieldWithin = (field: string): string => {
  const name = fieldName(field)
  return name.charAt(0).toLowerCase() + name.slice(1)
}
