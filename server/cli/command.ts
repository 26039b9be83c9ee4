import type { Context } from '@/server/services/context'

/** What a command may use. Paths are relative to where it was typed. */
export interface Invocation {
  /** Absent for commands that need no database. */
  ctx: Context | undefined
  /** Positional arguments after the command's name. */
  args: string[]
  options: Record<string, string | boolean | undefined>
  /** The installation's folder. */
  root: string
  print: (text: string) => void
}

export interface Command {
  name: string
  usage: string
  summary: string
  /** Options that take a value. */
  values?: string[]
  flags?: string[]
  /** Needs no database. */
  offline?: boolean
  /** Returns the exit code when it is not 0. */
  run: (invocation: Invocation) => Promise<number | void>
}

/** A mistake in how a command was typed: said with its usage, exit code 2. */
export class UsageError extends Error {}

/** The positional argument at `index`. @throws UsageError when it is missing */
export function argument({ args }: Invocation, index: number, name: string): string {
  const value = args[index]
  if (!value) throw new UsageError(`${name} is missing`)
  return value
}

/** An option with a value. @throws UsageError when it is missing */
export function option({ options }: Invocation, name: string): string {
  const value = options[name]
  if (typeof value !== 'string') throw new UsageError(`--${name} is missing`)
  return value
}

/** The caller's context. @throws Error in a command that said it needs none */
export function contextOf({ ctx }: Invocation): Context {
  if (!ctx) throw new Error('this command has no database')
  return ctx
}
