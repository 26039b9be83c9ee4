import type { Command } from './command'

const WORKSPACE = ['--workspace SLUG', 'the workspace; without it the oldest one'] as const

/** `run start SLUG --input FILE [--key KEY]` */
export function usageOf({ name, takes = [], many, instead, values = {}, flags = {} }: Command): string {
  const args = takes.join(' ') + (many ? '…' : '')
  const other = values[instead ?? '']
  const given = other ? `(${args} | --${instead ?? ''} ${other.value})` : args
  const others = Object.entries(values).filter(([option]) => option !== instead)
  const options = others.map(([option, { value, needed }]) => {
    const text = `--${option} ${value}`
    return needed ? text : `[${text}]`
  })
  return [name, given, ...options, ...Object.keys(flags).map((flag) => `[--${flag}]`)]
    .filter(Boolean)
    .join(' ')
}

/** All commands, one a line. */
export function overview(commands: readonly Command[]): string {
  const lines = columns(commands.map((command) => [usageOf(command), command.summary]))
  return `usage: baton COMMAND

${lines}

  baton COMMAND --help tells more of a command. All that use a workspace take ${WORKSPACE[0]}: ${WORKSPACE[1]}.
  They speak to the database of DATABASE_URL, or to the one that npm start made here.
  Exit codes: 0 done, 1 refused or failed, 2 typed wrongly; check and compat tell more under --help.`
}

/** One command with its options. */
export function helpOn(command: Command): string {
  const { values = {}, flags = {}, offline, summary, more, example } = command
  const options = [
    ...Object.entries(values).map(([option, { value, about }]) => [`--${option} ${value}`, about] as const),
    ...Object.entries(flags).map(([flag, about]) => [`--${flag}`, about] as const),
    ...(offline ? [] : [WORKSPACE]),
  ]
  const sentence = summary.charAt(0).toUpperCase() + summary.slice(1)
  return [
    `usage: baton ${usageOf(command)}`,
    `${sentence}.${more === undefined ? '' : ` ${more}`}`,
    ...(options.length ? [columns(options)] : []),
    `  For example: ${example}`,
  ].join('\n\n')
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}
