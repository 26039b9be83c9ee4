import type { CharSet, RegexNode } from './compat-regex'

const STATE_LIMIT = 4_000
const SUBSET_LIMIT = 6_000

/** Thrown when a pattern needs more states than the work is worth. */
export class AutomatonTooLarge extends Error {}

interface NfaState {
  free: number[]
  /** Free moves allowed only before the first, or only after the last character. */
  atStart: number[]
  atEnd: number[]
  moves: { set: CharSet; to: number }[]
}

/**
 * A deterministic automaton for "the pattern matches somewhere in the text", built state by state as texts are
 * tried (subset construction). States are numbers; `start` is the first.
 */
export class PatternAutomaton {
  readonly start = 0
  /** First code points of the ranges that the pattern treats alike. */
  readonly edges: number[]
  private readonly nfa: NfaState[] = []
  private readonly entry: number
  private readonly final: number
  private readonly subsets: number[][] = []
  private readonly known = new Map<string, number>()
  private readonly steps = new Map<number, number>()

  constructor(regex: RegexNode) {
    this.final = this.state()
    this.entry = this.build(regex, this.final)
    const edges = new Set([0, 0xd800, 0xe000])
    for (const { moves } of this.nfa) {
      for (const [low, high] of moves.flatMap((move) => move.set)) edges.add(low).add(high + 1)
    }
    this.edges = [...edges].filter((edge) => edge <= 0x10ffff).sort((a, b) => a - b)
    // The first state is kept apart: only there does `^` hold.
    this.subsets.push(this.close([this.entry], true, false))
  }

  /** The state after one more character. */
  step(from: number, code: number): number {
    const place = from * this.edges.length + this.rangeOf(code)
    const done = this.steps.get(place)
    if (done !== undefined) return done
    const subset = this.subsets[from] ?? []
    const reached = subset.includes(this.final)
      ? [this.final]
      : this.close([...this.moved(subset, code), this.entry], false, false)
    const next = this.intern(reached.includes(this.final) ? [this.final] : reached)
    this.steps.set(place, next)
    return next
  }

  /** Whether a text ending in this state is matched. */
  accepts(state: number): boolean {
    return this.close(this.subsets[state] ?? [], state === this.start, true).includes(this.final)
  }

  /** Whether every text that goes on from this state is matched. */
  settled(state: number): boolean {
    return (this.subsets[state] ?? []).includes(this.final)
  }

  /** Which of the ranges of `edges` a character falls into. */
  rangeOf(code: number): number {
    let [low, high] = [0, this.edges.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.edges[middle] ?? 0) <= code) low = middle
      else high = middle - 1
    }
    return low
  }

  private moved(subset: number[], code: number): number[] {
    const reached: number[] = []
    for (const state of subset) {
      for (const { set, to } of this.nfa[state]?.moves ?? []) {
        if (set.some(([low, high]) => low <= code && code <= high)) reached.push(to)
      }
    }
    return reached
  }

  private close(states: number[], atStart: boolean, atEnd: boolean): number[] {
    const reached = new Set(states)
    for (const state of reached) {
      const node = this.nfa[state]
      for (const to of node?.free ?? []) reached.add(to)
      if (atStart) for (const to of node?.atStart ?? []) reached.add(to)
      if (atEnd) for (const to of node?.atEnd ?? []) reached.add(to)
    }
    return [...reached].sort((a, b) => a - b)
  }

  private intern(subset: number[]): number {
    const key = subset.join()
    const known = this.known.get(key)
    if (known !== undefined) return known
    if (this.subsets.length >= SUBSET_LIMIT) throw new AutomatonTooLarge()
    this.known.set(key, this.subsets.length)
    return this.subsets.push(subset) - 1
  }

  private state(): number {
    if (this.nfa.length >= STATE_LIMIT) throw new AutomatonTooLarge()
    return this.nfa.push({ free: [], atStart: [], atEnd: [], moves: [] }) - 1
  }

  /** Thompson's construction from the back: returns the state from which `node` leads to `next`. */
  private build(node: RegexNode, next: number): number {
    switch (node.kind) {
      case 'chars':
        return this.with((state) => state.moves.push({ set: node.set, to: next }))
      case 'start':
        return this.with((state) => state.atStart.push(next))
      case 'end':
        return this.with((state) => state.atEnd.push(next))
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.build(part, after), next)
      case 'choice': {
        const branches = node.parts.map((part) => this.build(part, next))
        return this.with((state) => state.free.push(...branches))
      }
      case 'repeat':
        return this.buildRepeat(node, next)
    }
  }

  private buildRepeat(node: RegexNode & { kind: 'repeat' }, next: number): number {
    let entry = next
    if (node.max === Infinity) {
      const loop = this.state()
      this.nfa[loop]?.free.push(next, this.build(node.part, loop))
      entry = loop
    } else {
      for (let copy = node.min; copy < node.max; copy += 1) {
        const inside = this.build(node.part, entry)
        entry = this.with((state) => state.free.push(inside, next))
      }
    }
    for (let copy = 0; copy < node.min; copy += 1) entry = this.build(node.part, entry)
    return entry
  }

  private with(fill: (state: NfaState) => void): number {
    const index = this.state()
    const state = this.nfa[index]
    if (state) fill(state)
    return index
  }
}
