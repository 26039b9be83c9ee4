import { isRecord } from '../contract/json-schema'

/** Stands where a value was erased. */
export interface Tombstone {
  erased: true
  /** UTC, ISO 8601 */
  at: string
  because: Because
}

/** A person asked or had to be forgotten (with the erasure's id), or the time to keep it was over. */
export type Because = `erasure ${string}` | `retention ${string}`

/** Where only words can stand: what a page shows and a search finds. */
export const ERASED = '[erased]'

export const isTombstone = (value: unknown): value is Tombstone =>
  isRecord(value) && value['erased'] === true && typeof value['because'] === 'string' && 'at' in value

/** In a sentence: `Erased on 2026-11-22, on a request`. */
export const sayTombstone = ({ at, because }: Tombstone): string =>
  `Erased on ${at.slice(0, 10)}${because.startsWith('retention') ? ', kept long enough' : ', as a person’s data'}`
