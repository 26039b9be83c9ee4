import type { Problem } from '@/domain/problem'

/** What is wrong with one field, without its name in front: the label stands there already. */
export function problemAt(problems: readonly Problem[], pointer: string): string | undefined {
  const message = problems.find((problem) => problem.pointer === pointer)?.message
  const name = pointer.slice(pointer.lastIndexOf('/') + 1)
  return message?.startsWith(`${name} is `) ? message.slice(name.length + 1) : message
}
