import { BatonError } from '@/domain/problem'
import { UsageError, type Command } from './command'
import { usageOf } from './help'

/** Says on standard error what went wrong, in words and without the inside of it. @returns the exit code */
export function explain(error: unknown, command: Command): number {
  if (error instanceof UsageError || isParseError(error)) {
    console.error(`${error.message}\nusage: baton ${usageOf(command)}`)
    return 2
  }
  if (error instanceof BatonError) {
    console.error(error.message)
    for (const { pointer, message, expected } of error.problems) {
      console.error(`  ${pointer || '/'}: ${message}${expected ? ` (expected: ${expected})` : ''}`)
    }
    return 1
  }
  console.error(plain(error))
  return 1
}

/** Of node:util's parseArgs: an option that there is not, or one without its value. */
const isParseError = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

/** The database's and the file system's errors bring source code, paths and addresses along; their codes say enough. */
function plain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  if (
    /^(P1\d\d\d|ECONN|ENOTFOUND|EAI_|ETIMEDOUT|28|3D|57P)/.test(code) ||
    /^PrismaClientInit/.test(error.name)
  ) {
    return `The database does not answer, or not to this login (${code || 'not reached'}). Is Baton started, is DATABASE_URL right?`
  }
  if (/^(P2021|P2022|42P01|42703)$/.test(code)) {
    return 'This database is not one of this version of Baton: start Baton once with npm start.'
  }
  if (error.name.startsWith('PrismaClient')) return `The database refused (${code || error.name}).`
  return error.message.split('\n')[0] ?? 'It failed.'
}
