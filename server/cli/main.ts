import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError, type Command } from './command'
import { commands } from './commands'
import { explain } from './explain'
import { helpOn, overview } from './help'

/**
 * Runs one command.
 * @param root the installation's folder
 * @returns the exit code: 0 done, 1 refused or failed, 2 typed wrongly
 */
export async function main(argv: string[], root: string): Promise<number> {
  const command = commands.find(({ name }) => name === argv.slice(0, name.split(' ').length).join(' '))
  if (!command) return guide(argv)
  const rest = argv.slice(command.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(helpOn(command))
    return 0
  }
  try {
    return await invoke(command, rest, root)
  } catch (error) {
    return explain(error, command)
  }
}

async function invoke(command: Command, args: string[], root: string): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: optionsOf(command) })
  const options = values as Record<string, string | boolean | undefined>
  const takes = command.instead !== undefined && command.instead in options ? [] : (command.takes ?? [])
  const missing = takes[positionals.length]
  if (missing) throw new UsageError(`${missing} is missing`)
  if (positionals.length > takes.length && !(command.many && takes.length > 0))
    throw new UsageError(`“${positionals[takes.length]}” is one too many`)
  for (const [name, { needed }] of Object.entries(command.values ?? {})) {
    if (needed && options[name] === undefined) throw new UsageError(`--${name} is missing`)
  }
  const workspace = typeof options['workspace'] === 'string' ? options['workspace'] : undefined
  const opened = command.offline ? undefined : await open(root, workspace)
  try {
    const code = await command.run({
      ctx: opened?.ctx,
      args: positionals,
      options,
      root,
      print: (text) => console.log(visible(text)),
      write: (text) =>
        new Promise((resolve, reject) =>
          process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
        ),
    })
    return code ?? 0
  } finally {
    await opened?.close()
  }
}

/** What speaks to a database is loaded by those who do only: the others start in a fraction of the time. */
async function open(root: string, workspace: string | undefined) {
  if (!existsSync(join(root, 'prisma/generated/client.ts')))
    throw new Error('Baton is not installed here yet: run `npm start` once.')
  const { openContext } = await import('./open-context')
  return openContext(stateDirOf(root), workspace)
}

function optionsOf({ values = {}, flags = {}, offline }: Command): NonNullable<ParseArgsConfig['options']> {
  return {
    ...(offline ? {} : { workspace: { type: 'string' } }),
    ...Object.fromEntries(Object.keys(values).map((name) => [name, { type: 'string' }])),
    ...Object.fromEntries(Object.keys(flags).map((name) => [name, { type: 'boolean' }])),
  }
}

/** What a run holds was written by models and strangers: no escape sequence of theirs reaches a terminal. */
const visible = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')

/** Help, when it was asked for; else what was meant, as far as one can tell. */
function guide(argv: string[]): number {
  const words = argv.filter((word) => !word.startsWith('-'))
  const asked = words.join(' ')
  if (
    argv.length === 0 ||
    asked === 'help' ||
    (asked === '' && argv.some((word) => /^(--help|-h)$/.test(word)))
  ) {
    console.log(overview(commands))
    return 0
  }
  const near = commands.filter(({ name }) => name.startsWith(`${words[0] ?? ''} `))
  if (near.length > 0 && words.length === 1 && argv.some((word) => /^(--help|-h)$/.test(word))) {
    console.log(overview(near))
    return 0
  }
  console.error(asked ? `There is no command “${asked}”.\n` : `“${argv[0]}” is no command.\n`)
  console.error(overview(near.length ? near : commands))
  return 2
}

/** The same place that `npm start` keeps everything in. */
const stateDirOf = (root: string): string => resolve(root, process.env['BATON_STATE_DIR'] || '.baton')
