import { readFile } from 'node:fs/promises'
import { BatonError } from '@/domain/problem'
import { exportTeam } from '@/server/services/team/export'
import { importTeam } from '@/server/services/team/import'
import { publishTeam } from '@/server/services/team/publish'
import { argument, contextOf, type Command } from './command'

export const teamCommands: Command[] = [
  {
    name: 'team import',
    usage: 'team import FILE [--slug SLUG]',
    summary: 'make or replace the draft of a team, with its agents, from YAML',
    values: ['slug'],
    async run(invocation) {
      const file = argument(invocation, 0, 'FILE')
      const { slug } = invocation.options
      const yaml = await readFile(file, 'utf8').catch((error: Error) => {
        throw new BatonError('not_found', `${file} cannot be read: ${error.message}`)
      })
      const imported = await importTeam(contextOf(invocation), {
        yaml,
        ...(typeof slug === 'string' ? { slug } : {}),
      })
      invocation.print(imported.slug)
    },
  },
  {
    name: 'team export',
    usage: 'team export SLUG',
    summary: "print a team's draft with its agents as YAML",
    async run(invocation) {
      const { yaml } = await exportTeam(contextOf(invocation), { slug: argument(invocation, 0, 'SLUG') })
      process.stdout.write(yaml)
    },
  },
  {
    name: 'team publish',
    usage: 'team publish SLUG [--note NOTE]',
    summary: 'prove the draft sound and make it the version that runs',
    values: ['note'],
    async run(invocation) {
      const { note } = invocation.options
      const { number, digest } = await publishTeam(contextOf(invocation), {
        slug: argument(invocation, 0, 'SLUG'),
        ...(typeof note === 'string' ? { note } : {}),
      })
      invocation.print(`version ${number} ${digest}`)
    },
  },
]
