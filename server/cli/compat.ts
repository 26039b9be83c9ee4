import type { CompatResult } from '@/domain/contract/compat'
import { isSchema, type JsonSchema } from '@/domain/contract/json-schema'
import { argument, UsageError, type Command } from './command'
import { readAsked } from './files'
import { json } from './json'
import { answerLines } from './lines'

/** Beyond it a pattern is backtracking; the search itself has a bound of its own. */
const COMPARE_MS = 10_000

const EXIT = { compatible: 0, incompatible: 1, unknown: 3 } as const

type Compare = (sub: JsonSchema, sup: JsonSchema) => CompatResult

export const compatCommand: Command = {
  name: 'compat',
  takes: ['SUB.json', 'SUPER.json'],
  instead: 'batch',
  summary: 'tell whether every value that one JSON Schema allows is allowed by another, as JSON',
  more: 'Exit codes: 0 compatible, 1 incompatible, 3 unknown, 2 what cannot be read; with --batch 0, or 2 when lines could not be read.',
  example: 'baton compat made.schema.json taken.schema.json',
  values: {
    batch: {
      value: 'FILE',
      about: 'one {"id","sub","super"} a line, answered by one {"id","verdict"} a line in the same order',
    },
  },
  offline: true,
  async run(invocation) {
    const compare = await comparing()
    const { batch } = invocation.options
    if (typeof batch === 'string')
      return answerLines(invocation, batch, pairIn, (pair) => answer(compare(pair.sub, pair.super)))
    const [sub, sup] = await Promise.all([
      schemaIn(argument(invocation, 0, 'SUB.json')),
      schemaIn(argument(invocation, 1, 'SUPER.json')),
    ])
    const result = compare(sub, sup)
    await invocation.write(`${json(result)}\n`)
    return EXIT[result.verdict]
  },
}

async function comparing(): Promise<Compare> {
  const [{ checkCompat }, { bounded, TooLongError }] = await Promise.all([
    import('@/domain/contract/compat'),
    import('@/server/bounded'),
  ])
  return (sub, sup) => {
    try {
      return bounded(() => checkCompat(sub, sup), COMPARE_MS)
    } catch (error) {
      if (!(error instanceof TooLongError)) throw error
      return { verdict: 'unknown', pointer: '', reason: 'It takes too long to tell whether this fits.' }
    }
  }
}

/** @throws UsageError, as what cannot be read is no answer */
async function schemaIn(file: string): Promise<JsonSchema> {
  const text = await readAsked(file)
  try {
    const value: unknown = JSON.parse(text)
    if (isSchema(value)) return value
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`)
  }
  throw new UsageError(`${file} is no JSON Schema: an object, true or false.`)
}

/** A line's two schemas, or why it has none. */
function pairIn(value: Record<string, unknown>): { sub: JsonSchema; super: JsonSchema } | string {
  const { sub, super: sup } = value
  if (!isSchema(sub)) return '"sub" is no JSON Schema: an object, true or false.'
  if (!isSchema(sup)) return '"super" is no JSON Schema: an object, true or false.'
  return { sub, super: sup }
}

function answer(result: CompatResult): Record<string, unknown> {
  const { verdict } = result
  if (result.verdict === 'compatible') return { verdict }
  const shown = result.verdict === 'incompatible' && { counterexample: result.counterexample }
  return { verdict, ...shown, pointer: result.pointer }
}
