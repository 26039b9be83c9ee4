import { z } from 'zod'
import { commandSchema } from '@/domain/team/command'
import { BatonError, type Problem } from '@/domain/problem'
import { jsonProblem, refuseUnstorable } from '@/domain/storable'
import { shapeProblems } from '@/domain/team/parse'
import type { Command } from '@/domain/team/command'

const MOST = 1000

/**
 * Commands from outside.
 * @throws BatonError invalid, with JSON pointers
 */
export function parseCommands(value: unknown): Command[] {
  refuseUnstorable(jsonProblem(value), 'One of these edits', '/commands')
  const parsed = z.array(commandSchema).min(1).max(MOST).safeParse(value)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues.flatMap(nearest)
  const problems: Problem[] = shapeProblems(new z.ZodError(issues)).map((problem) => ({
    ...problem,
    pointer: `/commands${problem.pointer}`,
  }))
  throw new BatonError('invalid', 'These edits cannot be read.', problems)
}

/** Of a choice of shapes, what the one misses whose `type` was meant: an edit is told by its type. */
function nearest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.find(
    (branch) => branch.length > 0 && branch.every(({ path }) => path[0] !== 'type'),
  )
  if (!meant) return [issue]
  return meant.flatMap((inner) => nearest({ ...inner, path: [...issue.path, ...inner.path] }))
}

/** Kinds of edits with their counts, for the record: `{ "node.update": 3 }`. Batches count by what is in them. */
export function countKinds(commands: readonly Command[]): Record<string, number> {
  const counts: Record<string, number> = {}
  const count = (command: Command): void => {
    if (command.type === 'batch') command.commands.forEach(count)
    else counts[command.type] = (counts[command.type] ?? 0) + 1
  }
  commands.forEach(count)
  return counts
}
