import { TRPCClientError } from '@trpc/client'
import type { Problem } from '@/domain/problem'
import type { AppRouter } from '@/server/trpc/router'
import { plainIssue, type InputIssue } from './plain-issue'

interface ErrorData {
  code: string
  problems: Problem[]
}

const dataOf = (error: unknown): ErrorData | undefined =>
  error instanceof TRPCClientError ? ((error as TRPCClientError<AppRouter>).data ?? undefined) : undefined

/** `FORBIDDEN`, `CONFLICT`…; undefined when the server was not reached. */
export const codeOf = (error: unknown): string | undefined => dataOf(error)?.code

/** What happened, for people. */
export function messageOf(error: unknown): string {
  if (!error) return ''
  if (!dataOf(error)) return 'The server did not answer. Check the line and try again.'
  const [issue] = zodIssues(error)
  return issue ? `${issue.pointer.slice(1).replaceAll('/', '.')}: ${issue.message}` : (error as Error).message
}

/** What is wrong with what was sent, by JSON Pointer: the service's problems, or those of the input's shape. */
export function problemsOf(error: unknown): Problem[] {
  const problems = dataOf(error)?.problems ?? []
  return problems.length ? problems : zodIssues(error)
}

/** For a form: the message at a field and everything below it, `problemAt(error, '/email')`. */
export function problemAt(error: unknown, pointer: string): string | undefined {
  return problemsOf(error).find(
    (problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`),
  )?.message
}

/** What no field shows: the message, unless each problem stands at one of these fields. */
export function otherwise(error: unknown, pointers: readonly string[]): string | undefined {
  if (!error) return undefined
  const problems = problemsOf(error)
  const shown = (problem: Problem) =>
    pointers.some((pointer) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`))
  return problems.length > 0 && problems.every(shown) ? undefined : messageOf(error)
}

/** An input that does not fit its schema comes back as the schema's issues in JSON. */
function zodIssues(error: unknown): Problem[] {
  if (codeOf(error) !== 'BAD_REQUEST' || !(error instanceof Error)) return []
  try {
    const issues = JSON.parse(error.message) as InputIssue[]
    return issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, message: plainIssue(issue) }))
  } catch {
    return []
  }
}
