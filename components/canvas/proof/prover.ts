import { deltaOf, withDelta } from '@/domain/delta'
import type { Catalogue } from '@/domain/team/checks/check'
import type { Proof } from '@/domain/team/compile'
import type { TeamDocument } from '@/domain/team/document'
import type { Answer, Question } from './session'

/** A line to somebody who proves, in a thread of their own. */
export interface ProofLine {
  ask(question: Question): void
  /** Ends whatever is under way. */
  end(): void
}

/** Opens a line. `onDeath` is told when the other end is gone for good, `onReady` when its code is loaded. */
export type OpenLine = (
  onAnswer: (answer: Answer) => void,
  onDeath: () => void,
  onReady: () => void,
) => ProofLine

/** How far proving has come. */
export type Checking =
  /** No answer for longer than a moment. */
  | { is: 'checking' }
  /** In so many milliseconds, from the edit to the proof; the first of a thread without what it took to begin that. */
  | { is: 'checked'; ms: number }
  /** It was given up: it took too long, or failed. The next edit tries again, and so does `again()`. */
  | { is: 'stopped'; why: 'slow' }
  /** `said`: what the thread said of it, where it could say something. */
  | { is: 'stopped'; why: 'failed'; said?: string }

export interface Proved {
  /** The newest that is finished; of the document as it stands, or as it stood a moment ago. */
  proof: Proof
  /** The document it is of; undefined before the first. */
  of: TeamDocument | undefined
  checking: Checking
}

/** Before anything was proved nothing is known, to its good or its bad. */
const NOTHING: Proof = {
  problems: [],
  carried: {},
  fits: {},
  views: {},
  worstCase: { modelCalls: null },
  checks: [],
}

export interface Bounds {
  /** From when on it is said that an answer is awaited: below, a word would only flicker. */
  momentMs: number
  /** From when on it is given up. */
  slowMs: number
  /** The same for one whose code is still being loaded: to begin another would only load it once more. */
  loadMs: number
}

const BOUNDS: Bounds = { momentMs: 250, slowMs: 8000, loadMs: 60_000 }
const MOST_DEATHS = 2

interface Wanted {
  document: TeamDocument
  catalogue: Catalogue
  at: number
}

/**
 * Keeps the newest finished proof of a document that is being edited. One question is under way at a time; edits
 * meanwhile make one more, about how things stand then, and what lay between is never asked. Whoever dies or does not
 * answer in time is replaced.
 */
export class Prover {
  private line: ProofLine | undefined
  /** Whether the code of the other end is loaded. */
  private ready = false
  /** What the other end has, to tell it only what is new. */
  private told: { document: unknown; catalogue: unknown; proof: unknown } = NEWS
  private wanted: Wanted | undefined
  private asked: { number: number; what: Wanted } | undefined
  private number = 0
  private deaths = 0
  private moment: Timer
  private bound: Timer
  private state: Proved = { proof: NOTHING, of: undefined, checking: { is: 'checking' } }
  private readonly listeners = new Set<() => void>()

  constructor(
    private readonly open: OpenLine,
    private readonly bounds: Bounds = BOUNDS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly snapshot = (): Proved => this.state

  /** Wants a document proved; earlier ones that nobody has begun with are not wanted any more. */
  prove(document: TeamDocument, catalogue: Catalogue): void {
    if (this.wanted?.document === document && this.wanted.catalogue === catalogue) return
    this.wanted = { document, catalogue, at: this.now() }
    this.deaths = 0
    if (!this.asked) this.ask()
  }

  /** Tries once more what was given up. */
  readonly again = (): void => {
    if (this.state.checking.is !== 'stopped' || !this.wanted) return
    this.wanted = { ...this.wanted, at: this.now() }
    this.deaths = 0
    this.set({ checking: { is: 'checking' } })
    this.ask()
  }

  /** Ends the thread. The next document that is wanted begins a new one. */
  close(): void {
    this.hangUp()
    this.wanted = undefined
  }

  private ask(): void {
    if (!this.wanted) return
    const { document, catalogue } = this.wanted
    const number = ++this.number
    this.asked = { number, what: this.wanted }
    this.line ??= this.open(
      (answer) => this.answered(answer),
      () => this.died(),
      () => this.begun(),
    )
    this.moment = setTimeout(() => this.set({ checking: { is: 'checking' } }), this.bounds.momentMs)
    this.giveUpAfter(this.ready ? this.bounds.slowMs : this.bounds.loadMs)
    const question: Question = {
      number,
      document: deltaOf(this.told.document, document),
      catalogue: deltaOf(this.told.catalogue, catalogue),
      policies: catalogue.policies !== undefined,
    }
    this.told = { ...this.told, document, catalogue }
    this.line.ask(question)
  }

  private giveUpAfter(ms: number): void {
    clearTimeout(this.bound)
    this.bound = setTimeout(() => this.giveUp({ why: 'slow' }), ms)
  }

  private begun(): void {
    this.ready = true
    if (this.asked) this.giveUpAfter(this.bounds.slowMs)
  }

  private answered(answer: Answer): void {
    // One that hung up may still have been answering.
    if (answer.number !== this.asked?.number) return
    if ('failed' in answer) return this.giveUp({ why: 'failed', said: answer.failed })
    const { what } = this.asked
    const isFirst = this.told.proof === undefined
    this.settle()
    const proof = withDelta(this.told.proof, answer.proof) as Proof
    this.told = { ...this.told, proof }
    this.set({
      proof,
      of: what.document,
      checking: { is: 'checked', ms: isFirst ? answer.ms : this.now() - what.at },
    })
    if (this.wanted !== what) this.ask()
  }

  private died(): void {
    if (++this.deaths >= MOST_DEATHS) return this.giveUp({ why: 'failed' })
    this.hangUp()
    this.ask()
  }

  /** The other end is replaced; what is wanted now may be something else than what it could not do. */
  private giveUp(why: { why: 'slow' } | { why: 'failed'; said?: string }): void {
    const stuck = this.asked?.what
    this.hangUp()
    if (this.wanted !== stuck) this.ask()
    else this.set({ checking: { is: 'stopped', ...why } })
  }

  private hangUp(): void {
    this.settle()
    this.line?.end()
    this.line = undefined
    this.ready = false
    this.told = NEWS
  }

  private settle(): void {
    clearTimeout(this.moment)
    clearTimeout(this.bound)
    this.asked = undefined
  }

  private set(change: Partial<Proved>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined

const NEWS = { document: undefined, catalogue: undefined, proof: undefined }
