import { compilePattern } from './evaluate-text'

/** Inclusive ranges of code points, sorted and apart. */
export type CharSet = readonly (readonly [number, number])[]

/** A regular expression without memory: what a finite automaton can decide. */
export type RegexNode =
  | { kind: 'chars'; set: CharSet }
  | { kind: 'sequence' | 'choice'; parts: RegexNode[] }
  | { kind: 'repeat'; part: RegexNode; min: number; max: number }
  | { kind: 'start' | 'end' }

const LAST = 0x10ffff
const DIGITS: CharSet = [[48, 57]]
const WORD: CharSet = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]
const SPACE: CharSet = [
  [9, 13],
  [32, 32],
  [160, 160],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]
const LINE_ENDS: CharSet = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
]
const CONTROLS: Record<string, number> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0 }

class Unsupported extends Error {}

/**
 * Reads an ECMA-262 pattern (with the `u` flag) as a regular expression: literals, classes, escapes, groups,
 * alternatives, quantifiers and the anchors `^` and `$`. Undefined for anything more: look-around, back
 * references, word boundaries, Unicode properties, and patterns the `u` flag refuses.
 */
export function parseRegex(source: string): RegexNode | undefined {
  if (!compilePattern(source)?.flags.includes('u')) return undefined
  try {
    return new Reader(source).read()
  } catch (error) {
    if (error instanceof Unsupported) return undefined
    throw error
  }
}

function complement(set: CharSet): CharSet {
  const rest: [number, number][] = []
  let from = 0
  for (const [low, high] of set) {
    if (low > from) rest.push([from, low - 1])
    from = high + 1
  }
  if (from <= LAST) rest.push([from, LAST])
  return rest
}

function union(sets: CharSet[]): CharSet {
  const merged: [number, number][] = []
  for (const [low, high] of sets.flat().sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high)
    else merged.push([low, high])
  }
  return merged
}

class Reader {
  private readonly chars: string[]
  private at = 0

  constructor(source: string) {
    this.chars = [...source]
  }

  read(): RegexNode {
    const node = this.choice()
    if (this.at < this.chars.length) throw new Unsupported()
    return node
  }

  private choice(): RegexNode {
    const parts = [this.sequence()]
    while (this.take('|')) parts.push(this.sequence())
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts }
  }

  private sequence(): RegexNode {
    const parts: RegexNode[] = []
    while (this.at < this.chars.length && this.peek() !== '|' && this.peek() !== ')')
      parts.push(this.quantified())
    return { kind: 'sequence', parts }
  }

  private quantified(): RegexNode {
    const part = this.atom()
    const bounds = this.quantifier()
    if (!bounds) return part
    this.take('?')
    return { kind: 'repeat', part, ...bounds }
  }

  private quantifier(): { min: number; max: number } | undefined {
    if (this.take('*')) return { min: 0, max: Infinity }
    if (this.take('+')) return { min: 1, max: Infinity }
    if (this.take('?')) return { min: 0, max: 1 }
    if (!this.take('{')) return undefined
    const min = this.number()
    const max = !this.take(',') ? min : this.peek() === '}' ? Infinity : this.number()
    this.expect('}')
    return { min, max }
  }

  private atom(): RegexNode {
    const char = this.next()
    switch (char) {
      case '^':
        return { kind: 'start' }
      case '$':
        return { kind: 'end' }
      case '.':
        return { kind: 'chars', set: complement(LINE_ENDS) }
      case '[':
        return { kind: 'chars', set: this.characterClass() }
      case '(':
        return this.group()
      case '\\':
        return { kind: 'chars', set: this.escape() }
      default:
        return { kind: 'chars', set: single(char) }
    }
  }

  private group(): RegexNode {
    if (this.take('?')) {
      if (this.take('<')) {
        if (this.peek() === '=' || this.peek() === '!') throw new Unsupported()
        while (this.next() !== '>') continue
      } else if (!this.take(':')) throw new Unsupported()
    }
    const node = this.choice()
    this.expect(')')
    return node
  }

  private characterClass(): CharSet {
    const negated = this.take('^')
    const sets: CharSet[] = []
    while (!this.take(']')) {
      const low = this.classAtom()
      const range = this.peek() === '-' && this.chars[this.at + 1] !== ']' && isSingle(low)
      if (!range) {
        sets.push(low)
        continue
      }
      this.at += 1
      const high = this.classAtom()
      const [from, to] = [low[0]?.[0], high[0]?.[0]]
      if (!isSingle(high) || from === undefined || to === undefined) throw new Unsupported()
      sets.push([[from, to]])
    }
    const set = union(sets)
    return negated ? complement(set) : set
  }

  private classAtom(): CharSet {
    const char = this.next()
    if (char !== '\\') return single(char)
    if (this.take('b')) return [[8, 8]]
    return this.escape()
  }

  private escape(): CharSet {
    const char = this.next()
    if (char === 'd' || char === 'D') return char === 'd' ? DIGITS : complement(DIGITS)
    if (char === 'w' || char === 'W') return char === 'w' ? WORD : complement(WORD)
    if (char === 's' || char === 'S') return char === 's' ? SPACE : complement(SPACE)
    const control = CONTROLS[char]
    if (control !== undefined) return [[control, control]]
    if (char === 'x') return point(this.hex(2))
    if (char === 'u') return point(this.unicode())
    if (char === 'c') return point((this.next().codePointAt(0) ?? 0) % 32)
    if (/[a-z0-9]/i.test(char)) throw new Unsupported()
    return single(char)
  }

  private unicode(): number {
    if (this.take('{')) {
      let digits = ''
      while (this.peek() !== '}') digits += this.next()
      this.expect('}')
      return Number.parseInt(digits, 16)
    }
    const unit = this.hex(4)
    // Written surrogates would pair up with their neighbours; nobody writes that in a contract.
    if (unit >= 0xd800 && unit <= 0xdfff) throw new Unsupported()
    return unit
  }

  private hex(length: number): number {
    let digits = ''
    while (digits.length < length) digits += this.next()
    return Number.parseInt(digits, 16)
  }

  private number(): number {
    let digits = ''
    while (/[0-9]/.test(this.peek())) digits += this.next()
    return Number(digits)
  }

  private peek(): string {
    return this.chars[this.at] ?? ''
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false
    this.at += 1
    return true
  }

  private next(): string {
    const char = this.chars[this.at]
    if (char === undefined) throw new Unsupported()
    this.at += 1
    return char
  }

  private expect(char: string): void {
    if (!this.take(char)) throw new Unsupported()
  }
}

function single(char: string): CharSet {
  return point(char.codePointAt(0) ?? 0)
}

function point(code: number): CharSet {
  return [[code, code]]
}

function isSingle(set: CharSet): boolean {
  return set.length === 1 && set[0]?.[0] === set[0]?.[1]
}
