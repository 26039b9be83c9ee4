import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BatonError } from '@/domain/problem'
import { UsageError, type Command } from './command'
import { commands } from './commands'
import { openContext } from './open-context'

/**
 * Runs one command.
 * @param root the installation's folder
 * @returns the exit code: 0 done, 1 refused or failed, 2 typed wrongly
 */
export async function main(argv: string[], root: string): Promise<number> {
  const command = commands.find(({ name }) => name === argv.slice(0, name.split(' ').length).join(' '))
  if (!command) {
    console.error(help(argv))
    return argv.length === 0 || argv.includes('--help') ? 0 : 2
  }
  try {
    const { values, positionals } = parseArgs({
      args: argv.slice(command.name.split(' ').length),
      allowPositionals: true,
      options: {
        workspace: { type: 'string' },
        ...Object.fromEntries((command.values ?? []).map((name) => [name, { type: 'string' as const }])),
        ...Object.fromEntries((command.flags ?? []).map((name) => [name, { type: 'boolean' as const }])),
      },
    })
    const options = values as Record<string, string | boolean | undefined>
    const workspace = typeof options['workspace'] === 'string' ? options['workspace'] : undefined
    const opened = command.offline ? undefined : await openContext(join(root, '.baton'), workspace)
    try {
      return (
        (await command.run({
          ctx: opened?.ctx,
          args: positionals,
          options,
          root,
          print: (text) => console.log(text),
        })) ?? 0
      )
    } finally {
      await opened?.close()
    }
  } catch (error) {
    return explain(error, command)
  }
}

function explain(error: unknown, command: Command): number {
  if (error instanceof UsageError || (error instanceof TypeError && 'code' in error)) {
    console.error(`${error.message}\nusage: baton ${command.usage}`)
    return 2
  }
  if (error instanceof BatonError) {
    console.error(error.message)
    for (const { pointer, message } of error.problems) console.error(`  ${pointer || '/'}: ${message}`)
    return 1
  }
  console.error(error instanceof Error ? error.message : String(error))
  return 1
}

function help(argv: string[]): string {
  const asked = argv.filter((word) => !word.startsWith('-')).join(' ')
  const unknown = asked ? `There is no command “${asked}”.\n\n` : ''
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  const lines = commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`)
  return `${unknown}baton COMMAND [--workspace SLUG]\n\n${lines.join('\n')}`
}
