import type { Clash } from '@/domain/team/clash'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import type { History } from '@/domain/team/history'

export interface Base {
  document: TeamDocument
  revision: number
}

/** One revision that somebody made of the one before. */
export interface ForeignEdit {
  revision: number
  by: { id: string; name: string }
  batch: string | null
  commands: Command[]
}

/** What came onto the draft: edits in order, or the whole draft where not all of them are kept. */
export interface Since {
  revision: number
  edits: ForeignEdit[]
  document: TeamDocument | null
}

/** How the store reaches the server. */
export interface DraftPort {
  /** Puts edits on that revision; under the same batch they are put on once, however often they are sent. */
  apply(revision: number, commands: Command[], batch: string): Promise<{ revision: number }>
  /** Revision 0 asks for the whole draft. */
  since(revision: number): Promise<Since>
  /** What a failure means: someone else was first, the server refused for good, or it was not reached. */
  fault(error: unknown): { kind: 'conflict' | 'refused' | 'away'; message: string }
}

/** Edits that go out together, under an id by which the server knows them when they come again. */
export interface Batch {
  id: string
  count: number
}

/** A clash, and who was first. */
export interface OpenClash extends Clash {
  key: string
  by: string | undefined
}

/** All that is not on the server yet, as it outlives a reload. */
export interface Unsaved {
  base: Base
  pending: Command[]
  sending?: Batch | undefined
  clashes: OpenClash[]
}

/** Where it is kept. */
export interface DraftKeep {
  /** Undefined once there is nothing to keep. */
  put(unsaved: Unsaved | undefined): void
}

export type SaveState =
  | { state: 'saved'; at: number | undefined }
  | { state: 'unsaved' | 'saving' }
  | { state: 'away' | 'refused'; message: string }

export interface Draft {
  history: History
  save: SaveState
  /** What two changed differently, until a person chooses; the document has theirs. */
  clashes: readonly OpenClash[]
}
