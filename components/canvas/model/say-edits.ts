import { showRef } from '@/domain/contract/contract'
import type { Command, PutChange, SingleCommand } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { fieldWithin } from '../versions/words'
import { nodeName } from './node-name'

/** Edits for people, in a few words each, the same ones once: `changed Draft reply: task`. */
export function sayEdits(document: TeamDocument, commands: readonly Command[]): string {
  const said = [...new Set(flat(commands).map((command) => say(document, command)))]
  const shown = said.slice(0, 3).join(', ')
  return said.length > 3 ? `${shown} and ${said.length - 3} more` : shown || 'nothing that is drawn'
}

const flat = (commands: readonly Command[]): SingleCommand[] =>
  commands.flatMap((command) => (command.type === 'batch' ? flat(command.commands) : [command]))

function say(document: TeamDocument, command: SingleCommand): string {
  const node = (id: string) => nodeName(document, id)
  switch (command.type) {
    case 'team.rename':
    case 'team.describe':
    case 'team.goal':
    case 'team.purpose':
      return {
        'team.rename': 'named the team',
        'team.describe': 'described the team',
        'team.goal': 'set the goal',
        'team.purpose': 'said what data is used for',
      }[command.type]
    case 'node.add':
      return `added ${command.node.name}`
    case 'node.update':
      return `changed ${node(command.id)}: ${Object.keys(command.patch).map(fieldWithin).join(', ')}`
    case 'node.rename':
      return `gave ${node(command.to)} another id`
    case 'node.remove':
      return `removed ${node(command.id)}`
    case 'node.move':
      return Object.keys(command.positions).length === 1
        ? `moved ${node(Object.keys(command.positions)[0] ?? '')}`
        : `moved ${Object.keys(command.positions).length} cards`
    case 'edge.add':
      return `handed ${node(command.edge.from.node)} over to ${node(command.edge.to.node)}`
    case 'edge.remove':
      return 'removed a handoff'
    case 'edge.reconnect':
      return 'led a handoff elsewhere'
    case 'contract.put':
      return `wrote ${command.contract.name} ${command.contract.version}`
    case 'contract.remove':
      return `removed ${showRef(command.ref)}`
    case 'contract.rename':
      return `renamed ${showRef(command.ref)}`
    case 'note.put':
    case 'note.remove':
      return 'changed a note'
    case 'group.put':
    case 'group.remove':
      return 'changed a group'
    case 'parts.put':
      return sayPlaces(document, command.changes)
  }
}

/** Undo, redo, a whole document, or edits that were put on top of another's: by what they touch. */
function sayPlaces(document: TeamDocument, changes: readonly PutChange[]): string {
  const fields = [
    ...new Set(changes.flatMap(({ field }) => (field === undefined ? [] : [fieldWithin(field)]))),
  ]
  const nodes = [
    ...new Set(changes.flatMap(({ list, id = '' }) => (list === 'nodes' ? [nodeName(document, id)] : []))),
  ]
  if (nodes.length === 1) return `set ${nodes[0] ?? ''}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`
  if (nodes.length > 1) return `set ${nodes.length} cards`
  return changes.length === 1 ? 'set one thing' : `set ${changes.length} things`
}
