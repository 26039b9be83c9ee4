import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { isRecord } from '@/domain/contract/json-schema'
import { UsageError, type Invocation } from './command'
import { json } from './json'

/**
 * Answers each line of a file (`-` for standard input), an object with an `id`, by one line with that `id`, in order and as
 * it comes, so that both ends may be pipes. A line that cannot be read is named on standard error.
 * @param read a line's question, or why it has none
 * @returns the exit code: 2 when lines could not be read, else 0
 */
export async function answerLines<Q extends object>(
  { write }: Invocation,
  file: string,
  read: (line: Record<string, unknown>) => Q | string,
  answer: (question: Q) => Record<string, unknown>,
): Promise<number> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8')
  let [number, unread] = [0, 0]
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      number++
      if (line.trim() === '') continue
      const question = questionIn(line, read)
      if (typeof question === 'string') {
        console.error(`Line ${number}: ${question}`)
        unread++
      } else await write(`${json({ id: question.id, ...answer(question.asked) })}\n`)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    throw new UsageError(`${file} cannot be read: ${String(error.code)}.`)
  }
  return unread > 0 ? 2 : 0
}

function questionIn<Q extends object>(
  line: string,
  read: (line: Record<string, unknown>) => Q | string,
): { id: string | number; asked: Q } | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    return `this is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`
  }
  if (!isRecord(value)) return 'this is not an object.'
  const { id } = value
  if (typeof id !== 'string' && typeof id !== 'number') return '"id" is missing: a text or a number.'
  const asked = read(value)
  return typeof asked === 'string' ? asked : { id, asked }
}
