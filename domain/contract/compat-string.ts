import { excludedOf, factsOf, sat, sizeOf, UNSAT, type Fact, type Outcome, type Solver } from './compat-goals'
import { automatonOf, findWord } from './compat-words'
import { FORMAT_EXAMPLES, impliedFormats } from './evaluate-formats'
import { isKnownFormat, matchesFormat, matchesPattern } from './evaluate-text'
import { textLength } from './json-schema'

const READABLE = ['text', 'a', 'other text', 'something else entirely', 'A', '1', '', 'x-1', 'name@', ' ']
const LENGTH_LIMIT = 1_000_000
const WORD_TRIES = 12

interface StringModel {
  min: number
  max: number
  matching: string[]
  notMatching: string[]
  formats: string[]
  notFormats: string[]
  excluded: string[]
}

/** A text of some length that matches some patterns and formats and not others, or the proof that there is none. */
export function solveString(solver: Solver, facts: Fact[]): Outcome {
  const patterns = factsOf(facts, 'pattern')
  const formats = factsOf(facts, 'format').filter(
    (fact) => solver.options.formats !== 'assertion' || isKnownFormat(fact.name),
  )
  const model: StringModel = {
    ...sizeOf(facts),
    matching: unique(patterns.filter((fact) => fact.holds).map((fact) => fact.source)),
    notMatching: unique(patterns.filter((fact) => !fact.holds).map((fact) => fact.source)),
    formats: unique(formats.filter((fact) => fact.holds).map((fact) => fact.name)),
    notFormats: unique(formats.filter((fact) => !fact.holds).map((fact) => fact.name)),
    excluded: excludedOf(facts).filter((value) => typeof value === 'string'),
  }
  if (model.min > model.max) return UNSAT
  if (model.matching.some((source) => model.notMatching.includes(source))) return UNSAT
  if (model.notFormats.some((name) => model.formats.some((given) => impliedFormats(given).includes(name))))
    return UNSAT
  if (solver.options.formats !== 'assertion' && model.notFormats.length > 0)
    return deniedAnnotation(solver, model)
  return findText(solver, model)
}

/**
 * As an annotation a format cannot be broken, so denying one fails. But if the other side names a different
 * format, both meant something by it: then nothing is claimed.
 */
function deniedAnnotation(solver: Solver, model: StringModel): Outcome {
  const [given] = model.formats
  if (given === undefined || findText(solver, { ...model, formats: [], notFormats: [] }).verdict === 'unsat')
    return UNSAT
  return solver.unknown(
    `it is described as ${given} on one side and as ${model.notFormats.join(', ')} on the other`,
  )
}

function findText(solver: Solver, model: StringModel): Outcome {
  const readable = [...model.formats.flatMap((name) => FORMAT_EXAMPLES[name] ?? []), ...READABLE].find(
    (text) => fits(model, text),
  )
  if (readable !== undefined) return sat(readable)
  const regular = model.matching.length + model.notMatching.length
  if (regular === 0 && model.formats.length + model.notFormats.length === 0) return ofLength(solver, model)
  return search(solver, model)
}

/** Without patterns only the length counts, and the alphabet is larger than any list of exclusions. */
function ofLength(solver: Solver, { min, max, excluded }: StringModel): Outcome {
  if (min > LENGTH_LIMIT) return solver.unknown('it must be longer than can be tried')
  const length = Math.min(Math.max(min, 1), max)
  if (length === 0) return excluded.includes('') ? UNSAT : sat('')
  for (let i = 0; i <= excluded.length; i += 1) {
    const text = String.fromCodePoint(i < 26 ? 97 + i : 0x4e00 + i).repeat(length)
    if (!excluded.includes(text)) return sat(text)
  }
  return solver.unknown('too many texts are excluded')
}

/** Shortest texts of the regular part first; what automata cannot express is tested on each. */
function search(solver: Solver, model: StringModel): Outcome {
  const regular = (source: string): boolean => automatonOf(source) !== undefined
  const query = {
    matching: model.matching.filter(regular),
    notMatching: model.notMatching.filter(regular),
    minLength: model.min,
    maxLength: model.max,
    excluded: [...model.excluded],
  }
  for (let tries = 0; tries < WORD_TRIES; tries += 1) {
    solver.spend(5)
    const word = findWord(query)
    if (word === null) return tries === 0 ? UNSAT : unfound(solver, model)
    if (word === undefined) return unfound(solver, model)
    if (fits(model, word)) return sat(word)
    query.excluded.push(word)
  }
  // Not asserted, a format is only a wish for a readable example.
  if (solver.options.formats !== 'assertion' && model.formats.length > 0)
    return findText(solver, { ...model, formats: [] })
  return unfound(solver, model)
}

function unfound(solver: Solver, model: StringModel): Outcome {
  if (solver.options.formats !== 'assertion' && model.formats.length > 0)
    return findText(solver, { ...model, formats: [] })
  const patterns = [...model.matching, ...model.notMatching]
  const formats = [...model.formats, ...model.notFormats]
  const hard =
    patterns.find((source) => automatonOf(source) === undefined) ??
    (formats.length > 0 ? undefined : patterns[0])
  return solver.unknown(
    hard === undefined
      ? `texts written as ${formats.join(', ')} cannot be compared${patterns.length > 0 ? ' with patterns' : ''}`
      : `the pattern ${hard} is beyond what can be compared`,
  )
}

function fits(model: StringModel, text: string): boolean {
  const length = textLength(text)
  return (
    length >= model.min &&
    length <= model.max &&
    model.matching.every((source) => matchesPattern(source, text)) &&
    !model.notMatching.some((source) => matchesPattern(source, text)) &&
    model.formats.every((name) => matchesFormat(name, text)) &&
    !model.notFormats.some((name) => matchesFormat(name, text)) &&
    !model.excluded.includes(text)
  )
}

function unique(names: string[]): string[] {
  return [...new Set(names)]
}
