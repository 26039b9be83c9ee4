import { z } from 'zod'
import { commandSchema } from '@/domain/team/command'
import { BatonError, type Problem } from '@/domain/problem'
import { jsonProblem } from '@/domain/storable'
import { shapeProblems } from '@/domain/team/parse'
import type { Command } from '@/domain/team/command'

const MOST = 1000

/**
 * Commands from outside.
 * @throws BatonError invalid, with JSON pointers
 */
export function parseCommands(value: unknown): Command[] {
  const unstorable = jsonProblem(value)
  if (unstorable) {
    const problem = { ...unstorable, pointer: `/commands${unstorable.pointer}` }
    throw new BatonError('invalid', 'These edits hold what cannot be stored.', [problem])
  }
  const parsed = z.array(commandSchema).min(1).max(MOST).safeParse(value)
  if (parsed.success) return parsed.data
  const problems: Problem[] = shapeProblems(parsed.error).map((problem) => ({
    ...problem,
    pointer: `/commands${problem.pointer}`,
  }))
  throw new BatonError('invalid', 'These edits cannot be read.', problems)
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
