import type { Context } from '@/server/services/context'

/** What a command may use. Paths are relative to where it was typed. */
export interface Invocation {
  /** Absent for commands that need no database. */
  ctx: Context | undefined
  /** Positional arguments after the command's name, as many as it takes. */
  args: string[]
  options: Record<string, string | boolean | undefined>
  /** The installation's folder. */
  root: string
  /** One or more lines for people; what could steer their terminal is made visible. */
  print: (text: string) => void
  /** Bytes for a file or another program, as they are; resolves when they are taken. */
  write: (text: string) => Promise<void>
}

export interface Command {
  name: string
  /** Names of the positional arguments; all of them are needed. */
  takes?: string[]
  /** The last argument may be given several times. */
  many?: true
  /** An option with a value that stands in place of the arguments. */
  instead?: string
  /** Options that take a value: by name, how the value is called and what it is for. */
  values?: Record<string, { value: string; about: string; needed?: true }>
  /** Options that are there or not. */
  flags?: Record<string, string>
  summary: string
  /** What its help says besides, in sentences. */
  more?: string
  /** As one would type it. */
  example: string
  /** Needs no database. */
  offline?: boolean
  /** Returns the exit code when it is not 0. What it needs of the services it imports here, so that others start fast. */
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
