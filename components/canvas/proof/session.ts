import { deltaOf, withDelta, type Delta } from '@/domain/delta'
import type { Catalogue } from '@/domain/team/checks/check'
import { proveTeam, type Proof } from '@/domain/team/compile'
import type { TeamDocument } from '@/domain/team/document'

/** What is to be proved, by what is new since the question before. */
export interface Question {
  number: number
  document: Delta | undefined
  catalogue: Delta | undefined
  /** Whether it is judged by policies of a workspace's own, for which their engine is needed. */
  policies: boolean
}

/** What came of it, by what is new since the answer before; or that proving it failed altogether. */
export type Answer =
  /** `ms`: how long it took, from having the question. */
  { number: number; proof: Delta | undefined; ms: number } | { number: number; failed: string }

/** What a thread tells: once that it is there, then answers. */
export type Told = { ready: true } | Answer

/**
 * The end of the line that proves. It keeps the document it was last asked about, and of the next one takes over only
 * what is new: all that was found out about the rest is kept by these objects (domain/team/compile.ts).
 */
export function proofSession(now: () => number = () => performance.now()): (question: Question) => Answer {
  let document: unknown
  let catalogue: unknown
  let proof: Proof | undefined
  return (question) => {
    const at = now()
    document = withDelta(document, question.document)
    catalogue = withDelta(catalogue, question.catalogue)
    try {
      const next = proveTeam(document as TeamDocument, catalogue as Catalogue)
      const delta = deltaOf(proof, next)
      // What did not change stays the same objects here too, so that the next difference is found at once.
      proof = withDelta(proof, delta) as Proof
      return { number: question.number, proof: delta, ms: now() - at }
    } catch (error) {
      return { number: question.number, failed: wordsOf(error) }
    }
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
