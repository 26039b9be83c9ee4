/** A value beside the record that was erased: the seal in entry `entry`, at `field`, stays and names it. */
export interface ErasedSeal {
  entry: string
  field: string
  hmac: string
}

/** What was erased of one run, and the digests that named it before. */
export interface ErasedRun {
  run: string
  team: string
  version: string
  /** Values in all places of the run, those beside the record included. */
  values: number
  /** Of its state, version by version; they stay, and nothing that can be read gives them any more. */
  states: { version: number; digest: string }[]
  /** Of what people were shown. */
  reviews: { id: string; digest: string }[]
}

/**
 * What says that a person's data were erased. It names nobody but those who did it; its SHA-256 stands in an entry of the
 * record, whose checkpoint is signed, so nobody can make one up or change one.
 */
export interface Certificate {
  format: 'baton-erasure-1'
  id: string
  workspace: { id: string; name: string }
  /** UTC, ISO 8601 */
  at: string
  reach: 'mentions' | 'runs'
  reason: string
  requestedBy: { id: string; name: string }
  requestedAt: string
  /** The second person, where one was asked for. */
  approvedBy?: { id: string; name: string }
  /** By how many signs the person was looked for. */
  lookedFor: { emails: number; phones: number; names: number; ids: number }
  runs: ErasedRun[]
  /** Outside of runs, by kind of place. */
  elsewhere: { place: string; values: number }[]
  seals: ErasedSeal[]
  /** Named there as well, and left: where, how often, and why. */
  kept: { place: string; count: number; why: string }[]
  /** Runs that name the person and stay as they are. */
  leftOut: { run: string; because: 'under_way' | 'left_out' | 'held' }[]
}

/** A certificate with all that proves it, to be checked without Baton: `node verify.mjs --certificate FILE`. */
export interface CertificateFile {
  certificate: Certificate
  /** The exact text of the entry that bears the certificate's digest. */
  entry: string
  proof: { index: number; size: number; path: string[]; note: string; key: string }
}
