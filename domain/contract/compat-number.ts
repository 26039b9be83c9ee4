import { excludedOf, factsOf, sat, UNSAT, type Fact, type Outcome, type Solver } from './compat-goals'
import { fromDecimal, gcd, isMultipleOf, rescale, toDecimal } from './evaluate-decimal'
import type { Bound } from './json-schema'

const SCAN_LIMIT = 20_000

interface NumberModel {
  low: Bound | undefined
  high: Bound | undefined
  steps: number[]
  notSteps: number[]
  excluded: number[]
}

/** A number within bounds, a multiple of some steps and of none of others, or the proof that there is none. */
export function solveNumber(solver: Solver, facts: Fact[]): Outcome {
  const model: NumberModel = {
    low: tightest(factsOf(facts, 'low'), (a, b) => a > b),
    high: tightest(factsOf(facts, 'high'), (a, b) => a < b),
    steps: factsOf(facts, 'multiple')
      .filter((fact) => fact.holds)
      .map((fact) => fact.step),
    notSteps: factsOf(facts, 'multiple')
      .filter((fact) => !fact.holds)
      .map((fact) => fact.step),
    excluded: excludedOf(facts).filter((value) => typeof value === 'number'),
  }
  const { low, high } = model
  if (
    low &&
    high &&
    (low.value > high.value || (low.value === high.value && (low.exclusive || high.exclusive)))
  )
    return UNSAT
  return model.steps.length > 0 ? onGrid(solver, model) : onLine(solver, model)
}

function tightest(bounds: Bound[], tighter: (a: number, b: number) => boolean): Bound | undefined {
  return bounds.reduce<Bound | undefined>((best, bound) => {
    if (!best || tighter(bound.value, best.value)) return bound
    return bound.value === best.value && bound.exclusive ? bound : best
  }, undefined)
}

/** Multiples of the least common multiple of all steps, counted exactly in decimal. */
function onGrid(solver: Solver, model: NumberModel): Outcome {
  const { low, high, steps, notSteps, excluded } = model
  const decimals = [...steps, ...notSteps, low?.value ?? 0, high?.value ?? 0].map(toDecimal)
  const scale = Math.max(...decimals.map((decimal) => decimal.scale))
  const whole = (value: number): bigint => rescale(toDecimal(value), scale)
  const step = steps.map(whole).reduce((left, right) => (left / gcd(left, right)) * right)
  if (notSteps.some((other) => step % whole(other) === 0n)) return UNSAT
  const first = low && ceilDivide(whole(low.value), step, low.exclusive)
  const last = high && -ceilDivide(-whole(high.value), step, high.exclusive)
  if (first !== undefined && last !== undefined && first > last) return UNSAT
  // Which multiples the other steps rule out repeats after `period`; each excluded number rules out one more.
  const period = notSteps
    .map((other) => whole(other) / gcd(whole(other), step))
    .reduce((a, b) => (a / gcd(a, b)) * b, 1n)
  const enough = period + BigInt(excluded.length)
  const direction = first === undefined && last !== undefined ? -1n : 1n
  const origin =
    first !== undefined && first > 0n
      ? first
      : last !== undefined && last < 1n
        ? last
        : first === undefined || first <= 1n
          ? 1n
          : first
  let rounded = false
  for (const [start, way] of starts(origin, first, last, direction)) {
    for (let tried = 0n; tried < enough && tried < SCAN_LIMIT; tried += 1n) {
      const factor = start + way * tried
      if ((first !== undefined && factor < first) || (last !== undefined && factor > last)) break
      solver.spend(0.01)
      const value = fromDecimal({ digits: factor * step, scale })
      if (fits(model, value)) return sat(value === 0 ? 0 : value)
      rounded ||= !isExact(value, factor * step, scale)
    }
  }
  if (rounded) return solver.unknown('the numbers are too large to be told apart')
  const all = first !== undefined && last !== undefined && last - first < SCAN_LIMIT
  return enough <= SCAN_LIMIT || all ? UNSAT : solver.unknown('too many multiples would have to be tried')
}

/** Where to look and in which direction: from a readable number first, then from an end, so that nothing is left out. */
function starts(
  origin: bigint,
  first: bigint | undefined,
  last: bigint | undefined,
  direction: bigint,
): [bigint, bigint][] {
  const end: [bigint, bigint] =
    first !== undefined ? [first, 1n] : last !== undefined ? [last, -1n] : [1n, 1n]
  return [[origin, direction], end]
}

/** Beyond 2^53 a double may stand for its neighbours too: failing to fit then proves nothing. */
function isExact(value: number, digits: bigint, scale: number): boolean {
  if (!Number.isFinite(value)) return false
  const decimal = toDecimal(value)
  return decimal.scale <= scale && rescale(decimal, scale) === digits
}

function ceilDivide(value: bigint, step: bigint, exclusive: boolean): bigint {
  const quotient = value / step
  const exact = quotient * step === value
  if (exact) return exclusive ? quotient + 1n : quotient
  return value > 0n ? quotient + 1n : quotient
}

/** Without a step, any interval longer than a point holds more numbers than can be ruled out one by one. */
function onLine(solver: Solver, model: NumberModel): Outcome {
  const { low, high } = model
  if (low && high && low.value === high.value) return fits(model, low.value) ? sat(low.value) : UNSAT
  for (const candidate of candidates(low?.value, high?.value, model.excluded.length))
    if (fits(model, candidate)) return sat(candidate)
  return solver.unknown('no number was found in a very small range')
}

function* candidates(low: number | undefined, high: number | undefined, excluded: number): Generator<number> {
  const from = low ?? (high === undefined ? 0 : high - 1000)
  const to = high ?? from + 1000
  const near = low !== undefined ? Math.ceil(low) : high !== undefined ? Math.floor(high) : 1
  const way = low === undefined && high !== undefined ? -1 : 1
  for (let i = 0; i <= excluded + 2; i += 1) yield near + way * i
  for (const offset of [0.5, 0.25, 0.1, 0.01, 0.001, 0.37, 0.123457]) yield near + way * offset
  yield from
  yield to
  for (const parts of [2, 7, 97, 1009, 65_537]) {
    for (let i = 1; i < parts && i <= 40 + excluded; i += 1) yield from + ((to - from) * i) / parts
  }
}

function fits({ low, high, steps, notSteps, excluded }: NumberModel, value: number): boolean {
  return (
    Number.isFinite(value) &&
    (!low || (low.exclusive ? value > low.value : value >= low.value)) &&
    (!high || (high.exclusive ? value < high.value : value <= high.value)) &&
    steps.every((step) => isMultipleOf(value, step)) &&
    !notSteps.some((step) => isMultipleOf(value, step)) &&
    !excluded.includes(value)
  )
}
