import type { Command } from './command'
import type { TeamDocument } from './document'
import { reduce } from './reduce'

interface Entry {
  before: TeamDocument
  command: Command
  /** What this edit is about; the next edit about the same joins it. Absent: it stands alone. */
  about?: string
}

/** A document with the edits that led to it and those taken back. Immutable. */
export interface History {
  document: TeamDocument
  past: readonly Entry[]
  future: readonly { after: TeamDocument; command: Command }[]
}

const LIMIT = 500

export const startHistory = (document: TeamDocument): History => ({ document, past: [], future: [] })

/**
 * Applies an edit. Moves of the same nodes, and typing within the same field, join the step before until something
 * else happens or `seal` ends it.
 * @throws CommandError when it does not apply
 */
export function edit(history: History, command: Command): History {
  const document = reduce(history.document, command)
  if (document === history.document) return history
  const about = aboutOf(command)
  const last = history.past.at(-1)
  if (about !== undefined && last?.about === about) {
    // Edits about the same thing set the same parts, so the later one says it all.
    const joined: Entry = { before: last.before, command, about }
    return { document, past: [...history.past.slice(0, -1), joined], future: [] }
  }
  const entry: Entry = { before: history.document, command, ...(about !== undefined && { about }) }
  return { document, past: [...history.past, entry].slice(-LIMIT), future: [] }
}

/** Ends the joining: the next edit is a step of its own. Call it on blur, on drop, or after a pause. */
export function seal(history: History): History {
  const last = history.past.at(-1)
  if (last?.about === undefined) return history
  return {
    ...history,
    past: [...history.past.slice(0, -1), { before: last.before, command: last.command }],
  }
}

/** One step back; the same history when there is none. */
export function undo(history: History): History {
  const last = history.past.at(-1)
  if (!last) return history
  return {
    document: last.before,
    past: history.past.slice(0, -1),
    future: [{ after: history.document, command: last.command }, ...history.future],
  }
}

/** One step forward again; the same history when there is none. */
export function redo(history: History): History {
  const [next, ...future] = history.future
  if (!next) return history
  return {
    document: next.after,
    past: [...history.past, { before: history.document, command: next.command }],
    future,
  }
}

export const canUndo = (history: History): boolean => history.past.length > 0
export const canRedo = (history: History): boolean => history.future.length > 0

function aboutOf(command: Command): string | undefined {
  switch (command.type) {
    case 'team.rename':
    case 'team.describe':
    case 'team.goal':
      return command.type
    case 'node.move':
      return `move ${Object.keys(command.positions).sort().join(' ')}`
    case 'node.update':
      return `update ${command.id} ${Object.keys(command.patch).sort().join(' ')}`
    case 'note.put':
      return `note ${command.note.id}`
    case 'group.put':
      return `group ${command.group.id}`
    case 'contract.put':
      return `contract ${command.contract.name}@${command.contract.version}`
    default:
      return undefined
  }
}
