import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { CompatResult } from '@/domain/contract/compat'
import { isRecord, isSchema, type JsonSchema } from '@/domain/contract/json-schema'
import { BatonError } from '@/domain/problem'
import { argument, UsageError, type Command, type Invocation } from './command'
import { readText } from './files'
import { json } from './json'

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
    if (typeof batch === 'string') return compareLines(invocation, batch, compare)
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
  try {
    const value: unknown = JSON.parse(await readText(file))
    if (isSchema(value)) return value
  } catch (error) {
    if (error instanceof BatonError) throw new UsageError(error.message)
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`)
  }
  throw new UsageError(`${file} is no JSON Schema: an object, true or false.`)
}

/** Answers each line as it comes, so that both ends may be pipes. */
async function compareLines({ write }: Invocation, file: string, compare: Compare): Promise<number> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8')
  let [number, unread] = [0, 0]
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number++
      if (line.trim() === '') continue
      const pair = pairIn(line)
      if (typeof pair === 'string') {
        console.error(`Line ${number}: ${pair}`)
        unread++
        continue
      }
      const result = compare(pair.sub, pair.super)
      const { verdict } = result
      const more =
        result.verdict === 'compatible'
          ? {}
          : {
              ...(result.verdict === 'incompatible' && { counterexample: result.counterexample }),
              pointer: result.pointer,
            }
      await write(`${json({ id: pair.id, verdict, ...more })}\n`)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    throw new UsageError(`${file} cannot be read: ${String(error.code)}.`)
  }
  return unread > 0 ? 2 : 0
}

/** A line's two schemas, or why it has none. */
function pairIn(line: string): { id: unknown; sub: JsonSchema; super: JsonSchema } | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return `this is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`
  }
  if (!isRecord(value)) return 'this is not an object with id, sub and super.'
  const { id, sub, super: sup } = value
  if (typeof id !== 'string' && typeof id !== 'number') return '"id" is missing: a text or a number.'
  if (!isSchema(sub)) return '"sub" is no JSON Schema: an object, true or false.'
  if (!isSchema(sup)) return '"super" is no JSON Schema: an object, true or false.'
  return { id, sub, super: sup }
}
