import { argument, contextOf, type Command } from './command'
import { readText } from './files'

export const teamCommands: Command[] = [
  {
    name: 'team import',
    takes: ['FILE'],
    summary: 'make or replace the draft of a team, with its agents, from YAML (- reads standard input)',
    example: 'baton team import quote-desk.yaml --slug quote-desk',
    values: {
      slug: { value: 'SLUG', about: 'the team to make or replace; by the name in the file without it' },
    },
    async run(invocation) {
      const { importTeam } = await import('@/server/services/team/import')
      const { slug } = invocation.options
      const imported = await importTeam(contextOf(invocation), {
        yaml: await readText(argument(invocation, 0, 'FILE')),
        ...(typeof slug === 'string' ? { slug } : {}),
      })
      invocation.print(imported.slug)
      if (imported.keptCases > 0)
        console.error(`The file names no test cases: the team keeps its ${imported.keptCases}.`)
      const { connections, teams } = imported.missing
      for (const connection of connections)
        console.error(`The connection ${connection} is not here: make it under Connections.`)
      for (const team of teams) console.error(`The team ${team} is not published here.`)
    },
  },
  {
    name: 'team export',
    takes: ['SLUG'],
    summary: "print a team's draft as YAML, with its agents and what its proof needs",
    example: 'baton team export quote-desk > quote-desk.yaml',
    async run(invocation) {
      const { exportTeam } = await import('@/server/services/team/export')
      const { yaml } = await exportTeam(contextOf(invocation), { slug: argument(invocation, 0, 'SLUG') })
      await invocation.write(yaml)
    },
  },
]
