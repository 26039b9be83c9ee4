import { jsonEquals } from '../contract/json-schema'
import { placesChanged, puttingCommand, reversed, valueAt, type PlaceChange } from './places'
import { clashesOf, putWhatHolds, type Clash } from './clash'
import { CommandError, type Command } from './command'
import type { TeamDocument } from './document'
import { reduce } from './reduce'

/** One edit as it can be taken back: what it changed, place by place, so that it needs no copy of the document. */
export interface Step {
  command: Command
  changes: readonly PlaceChange[]
  /** The renaming that takes a renaming back; absent where it would not lead back exactly. */
  back?: Command
  /** What this edit is about; the next edit about the same joins it. Absent: it stands alone. */
  about?: string
  /** Where the joining began. */
  before?: TeamDocument
}

/** A document with the edits made here that led to it and those taken back. Immutable. */
export interface History {
  document: TeamDocument
  past: readonly Step[]
  future: readonly Step[]
}

/** One step back or forward: the edit that it is, and what it leaves alone because somebody else changed it since. */
export interface Travel {
  history: History
  command: Command | undefined
  clashes: Clash[]
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
  const joins = about !== undefined && last?.about === about && last.before !== undefined
  const before = joins ? (last.before as TeamDocument) : history.document
  const step: Step = {
    // Edits about the same thing set the same parts, so the later one says it all.
    command,
    changes: placesChanged(before, document),
    ...backOf(command, before, document),
    ...(about !== undefined && { about, before }),
  }
  const past = joins ? history.past.slice(0, -1) : history.past
  return { document, past: [...past, step].slice(-LIMIT), future: [] }
}

/** Ends the joining: the next edit is a step of its own. Call it on blur, on drop, or after a pause. */
export function seal(history: History): History {
  const last = history.past.at(-1)
  if (last?.about === undefined) return history
  return { ...history, past: [...history.past.slice(0, -1), sealed(last)] }
}

/** One step back; the same history when there is none. */
export function undo(history: History): Travel {
  const last = history.past.at(-1)
  if (!last) return { history, command: undefined, clashes: [] }
  const travelled = travel(history.document, reversed(last.changes), last.back)
  return {
    ...travelled,
    history: {
      document: travelled.document,
      past: history.past.slice(0, -1),
      future: [sealed(last), ...history.future],
    },
  }
}

/** One step forward again; the same history when there is none. */
export function redo(history: History): Travel {
  const [next, ...future] = history.future
  if (!next) return { history, command: undefined, clashes: [] }
  const travelled = travel(history.document, next.changes, next.back && next.command)
  return { ...travelled, history: { document: travelled.document, past: [...history.past, next], future } }
}

const sealed = ({ about: _about, before: _before, ...step }: Step): Step => step

function backOf(command: Command, before: TeamDocument, after: TeamDocument): Pick<Step, 'back'> {
  const back = renamedBack(command)
  const led = back && tried(after, back)
  return led && placesChanged(before, led).length === 0 ? { back } : {}
}

export const canUndo = (history: History): boolean => history.past.length > 0
export const canRedo = (history: History): boolean => history.future.length > 0

/**
 * The changes put on a document that somebody else may have changed meanwhile. What they changed stays theirs, and is
 * told as a clash. A renaming goes as a renaming, so that what others wrote meanwhile follows it too.
 */
function travel(document: TeamDocument, changes: readonly PlaceChange[], rename: Command | undefined) {
  const renamed = rename && tried(document, rename)
  if (renamed && leadsTo(renamed, changes)) return { document: renamed, command: rename, clashes: [] }
  const put = putWhatHolds(document, clashesOf(document, changes))
  return {
    document: put.document,
    command: put.clean.length > 0 ? puttingCommand(put.clean) : undefined,
    clashes: put.clashes,
  }
}

const leadsTo = (document: TeamDocument, changes: readonly PlaceChange[]): boolean =>
  changes.every(
    (change) => change.id === undefined || jsonEquals(valueAt(document, change) ?? null, change.to ?? null),
  )

/** @returns undefined when it does not apply */
export function tried(document: TeamDocument, command: Command): TeamDocument | undefined {
  try {
    return reduce(document, command)
  } catch (error) {
    if (error instanceof CommandError) return undefined
    throw error
  }
}

function renamedBack(command: Command): Command | undefined {
  if (command.type === 'node.rename') return { ...command, id: command.to, to: command.id }
  if (command.type === 'contract.rename') return { ...command, ref: command.to, to: command.ref }
  return undefined
}

function aboutOf(command: Command): string | undefined {
  switch (command.type) {
    case 'team.rename':
    case 'team.describe':
    case 'team.goal':
    case 'team.purpose':
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
