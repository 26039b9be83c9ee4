import { isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import { pointerParts } from './pointer'
import { BatonError, type Problem } from './problem'

/** A problem of a text, with the line (from 1) that it stands in. */
export interface LineProblem extends Problem {
  line: number
}

/** What a text of YAML or JSON says, and where it says it. */
export interface YamlText {
  value: unknown
  /** The line (from 1) of what stands at a JSON Pointer, or of the nearest thing around it. */
  lineOf(pointer: string): number
}

/** A text that is no YAML, or would cost too much to read. */
export class YamlTextError extends Error {
  override readonly name = 'YamlTextError'
  constructor(readonly problems: LineProblem[]) {
    super('This is neither YAML nor JSON.')
  }
}

/**
 * Reads YAML, or JSON, which is YAML. Nothing is carried out or fetched; aliases and nesting are bounded.
 * @throws YamlTextError
 */
export function readYaml(text: string): YamlText {
  refuseDeep(text)
  const lines = new LineCounter()
  const file = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  if (file.errors.length > 0)
    throw new YamlTextError(
      file.errors.map((error) => ({
        pointer: '',
        line: lines.linePos(error.pos[0]).line,
        message:
          error.code === 'MULTIPLE_DOCS'
            ? 'another document begins here: leave one, and no line of ---.'
            : (error.message.split('\n')[0] ?? 'not YAML').replace(/ at line \d+, column \d+:?$/, ''),
        expected: 'YAML',
      })),
    )
  return { value: toJson(file), lineOf: (pointer) => lineIn(file, lines, pointerParts(pointer)) }
}

/** Each problem's line, said before what is wrong, for those who are shown no other place. */
export const withLines = (problems: readonly LineProblem[]): Problem[] =>
  problems.map(({ line, message, ...problem }) => ({ ...problem, message: `Line ${line}: ${message}` }))

const DEEPEST_LINE = 1000

/**
 * Before the library reads it, which it does by recursion: V8 ends the whole process when a regular expression is first
 * compiled where no stack is left.
 */
function refuseDeep(text: string): void {
  const tooDeep = (at: number): YamlTextError =>
    new YamlTextError([
      {
        pointer: '',
        line: text.slice(0, at).split('\n').length,
        message: 'this is nested too deeply.',
        expected: `at most ${DEEPEST_LINE} levels or columns`,
      },
    ])
  let [column, open] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (char === '\n') column = 0
    // What may stand before the first word of a line and moves it to the right.
    else if (column >= 0) column = ' \t-?:'.includes(char) ? column + 1 : -1
    if (char === '[' || char === '{') open++
    else if ((char === ']' || char === '}') && open > 0) open--
    if (column > DEEPEST_LINE || open > DEEPEST_LINE) throw tooDeep(i)
  }
}

function toJson(file: Document): unknown {
  try {
    return file.toJS({ maxAliasCount: 100 })
  } catch (error) {
    if (error instanceof BatonError) throw error
    const message = unreadable(error)
    throw new YamlTextError([{ pointer: '', line: 1, message, expected: 'YAML' }])
  }
}

function unreadable(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply.'
  if (error instanceof ReferenceError && /alias/i.test(error.message))
    return 'its aliases (*name) repeat too much, or name nothing: write out what they stand for.'
  return error instanceof Error ? error.message : 'it cannot be read.'
}

function lineIn(file: Document, lines: LineCounter, path: readonly string[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const place = nodeAt(file, path.slice(0, depth))
    if (place?.range) return lines.linePos(place.range[0]).line
  }
  const start = (file.contents as Node | null)?.range?.[0]
  return start === undefined ? 1 : lines.linePos(start).line
}

function nodeAt(file: Document, path: readonly string[]): Node | undefined {
  const numbered = path.map((part) => (/^\d+$/.test(part) ? Number(part) : part))
  const found: unknown = file.getIn(path, true) ?? file.getIn(numbered, true)
  return typeof found === 'object' && found !== null && (isScalar(found) || 'range' in found)
    ? (found as Node)
    : undefined
}
