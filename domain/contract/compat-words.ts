import { AutomatonTooLarge, PatternAutomaton } from './compat-automaton'
import { parseRegex } from './compat-regex'

const SEARCH_LIMIT = 20_000
const SHOWABLE = [
  [97, 122],
  [65, 90],
  [48, 57],
  [95, 95],
  [45, 46],
  [33, 126],
  [32, 32],
  [161, 0xd7ff],
  [0xe000, 0x10ffff],
] as const

export interface WordQuery {
  matching: string[]
  notMatching: string[]
  minLength: number
  maxLength: number
  excluded: string[]
}

/**
 * A shortest text that fits a query (of one letter where the search is too long); null if there is none, undefined if none
 * was found or a pattern is no plain regular expression. Walks the product of the patterns' automata, a count up to
 * `minLength`, and the tree of the excluded texts, breadth first (Hopcroft and Ullman, closure of regular sets under
 * intersection).
 */
export function findWord(query: WordQuery): string | null | undefined {
  const compiled = [...query.matching, ...query.notMatching].map(automatonOf)
  const machines = compiled.filter((machine) => machine !== undefined)
  if (machines.length < compiled.length) return undefined
  try {
    return walk(query, machines, query.matching.length)
  } catch (error) {
    if (error instanceof AutomatonTooLarge) return undefined
    throw error
  }
}

const AUTOMATA_LIMIT = 100
const automata = new Map<string, PatternAutomaton | undefined>()

/** The automaton of a pattern, kept for later checks; undefined if it is no plain regular expression or too large. */
export function automatonOf(source: string): PatternAutomaton | undefined {
  if (!automata.has(source)) {
    if (automata.size >= AUTOMATA_LIMIT) automata.clear()
    automata.set(source, build(source))
  }
  return automata.get(source)
}

function build(source: string): PatternAutomaton | undefined {
  const regex = parseRegex(source)
  try {
    return regex && new PatternAutomaton(regex)
  } catch (error) {
    if (error instanceof AutomatonTooLarge) return undefined
    throw error
  }
}

interface Step {
  states: number[]
  excluded: ExcludedNode | undefined
  length: number
  char: string
  from: Step | undefined
}

function walk(query: WordQuery, machines: PatternAutomaton[], positive: number): string | null | undefined {
  const excluded = excludedTree(query.excluded)
  const alphabet = representatives(machines, query.excluded)
  const seen = new Set<string>()
  let layer: Step[] = [
    { states: machines.map((m) => m.start), excluded, length: 0, char: '', from: undefined },
  ]
  for (let length = 0; layer.length > 0 && length <= query.maxLength; length += 1) {
    const next: Step[] = []
    for (const step of layer) {
      const fits = machines.every((machine, i) => machine.accepts(step.states[i] ?? 0) === i < positive)
      if (fits && length >= query.minLength && !step.excluded?.ends) return spell(step)
      for (const char of alphabet) {
        const code = char.codePointAt(0) ?? 0
        const states = machines.map((machine, i) => machine.step(step.states[i] ?? 0, code))
        if (machines.some((machine, i) => i >= positive && machine.settled(states[i] ?? 0))) continue
        const node = step.excluded?.next.get(char)
        const key = `${states.join()}|${Math.min(length + 1, query.minLength)}|${node?.id ?? ''}`
        if (seen.has(key)) continue
        seen.add(key)
        if (seen.size > SEARCH_LIMIT) return repeated(query, machines, positive, alphabet)
        next.push({ states, excluded: node, length: length + 1, char, from: step })
      }
    }
    layer = next
  }
  return null
}

/** Where there is too much to search, as in long texts, one letter over and over may still do. */
function repeated(
  { minLength, maxLength, excluded }: WordQuery,
  machines: PatternAutomaton[],
  positive: number,
  alphabet: string[],
): string | undefined {
  if (minLength > LONGEST_REPEATED || minLength > maxLength) return undefined
  const does = (char: string): boolean => {
    const code = char.codePointAt(0) ?? 0
    return machines.every((machine, i) => {
      let state = machine.start
      for (let length = 0; length < minLength; length += 1) state = machine.step(state, code)
      return machine.accepts(state) === i < positive
    })
  }
  return alphabet
    .filter(does)
    .map((char) => char.repeat(minLength))
    .find((word) => !excluded.includes(word))
}

const LONGEST_REPEATED = 100_000

function spell(end: Step): string {
  const chars: string[] = []
  for (let step: Step | undefined = end; step; step = step.from) chars.push(step.char)
  return chars.reverse().join('')
}

interface ExcludedNode {
  id: number
  ends: boolean
  next: Map<string, ExcludedNode>
}

function excludedTree(words: string[]): ExcludedNode {
  let id = 0
  const root: ExcludedNode = { id, ends: false, next: new Map() }
  for (const word of words) {
    let node = root
    for (const char of word) {
      const child = node.next.get(char) ?? {
        id: (id += 1),
        ends: false,
        next: new Map<string, ExcludedNode>(),
      }
      node.next.set(char, child)
      node = child
    }
    node.ends = true
  }
  return root
}

/** One character for each set of characters that no machine and no excluded text tells apart, the readable first. */
function representatives(machines: PatternAutomaton[], words: string[]): string[] {
  const special = new Set(words.flatMap((word) => [...word]))
  const edges = new Set<number>()
  for (const machine of machines) for (const edge of machine.edges) edges.add(edge)
  for (const [low] of SHOWABLE) edges.add(low)
  for (const char of special) edges.add(char.codePointAt(0) ?? 0).add((char.codePointAt(0) ?? 0) + 1)
  const starts = [...edges].sort((a, b) => readability(a) - readability(b) || a - b)
  const found = new Map<string, string>()
  for (const code of starts) {
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) continue
    const char = String.fromCodePoint(code)
    const signature = special.has(char)
      ? char
      : machines.map((machine) => machine.rangeOf(code)).join() || 'any'
    if (!found.has(signature)) found.set(signature, char)
  }
  return [...found.values()]
}

function readability(code: number): number {
  const rank = SHOWABLE.findIndex(([low, high]) => low <= code && code <= high)
  return rank === -1 ? SHOWABLE.length : rank
}
