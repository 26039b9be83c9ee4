import { argument, contextOf, option, UsageError, type Command } from './command'

/** How drawn teams come into use, and what of them is in use where. */
export const versionCommands: Command[] = [
  {
    name: 'team publish',
    takes: ['SLUG'],
    summary: 'prove the draft sound and make it a version, or propose it where a second person must agree',
    example: 'baton team publish quote-desk --note "Discounts go to a person"',
    values: {
      note: { value: 'NOTE', about: 'what changed and why, for those who will run it' },
      untested: { value: 'REASON', about: 'why, although test cases failed or were not run on this draft' },
    },
    async run(invocation) {
      const { publishOrPropose } = await import('@/server/services/team/publish')
      const { note, untested } = invocation.options
      const done = await publishOrPropose(contextOf(invocation), {
        slug: argument(invocation, 0, 'SLUG'),
        ...(typeof note === 'string' ? { note } : {}),
        ...(typeof untested === 'string' ? { untested } : {}),
      })
      if ('published' in done) invocation.print(`version ${done.published.number} ${done.published.digest}`)
      else invocation.print(`proposed ${done.proposed.digest}, waits for a second person`)
    },
  },
  {
    name: 'team versions',
    takes: ['SLUG'],
    summary: "list a team's versions, newest first: where each is current, what it changed and why",
    example: 'baton team versions quote-desk',
    async run(invocation) {
      const [{ listVersions }, { changedLine }] = await Promise.all([
        import('@/server/services/team/list-versions'),
        import('@/domain/team/changed'),
      ])
      const versions = await listVersions(contextOf(invocation), { slug: argument(invocation, 0, 'SLUG') })
      for (const version of versions) {
        const { number, digest, publishedAt, publishedBy, environments, changed, note } = version
        invocation.print(
          [
            `v${number}`.padEnd(5),
            digest.slice(0, 19),
            publishedAt.toISOString().slice(0, 16),
            publishedBy.name,
            environments.length > 0 ? `current in ${environments.join(', ')}` : '',
            changed ? changedLine(changed) : '',
            note ? `“${note}”` : '',
          ]
            .filter((part) => part !== '')
            .join('  '),
        )
      }
    },
  },
  {
    name: 'team promote',
    takes: ['SLUG'],
    summary: 'make a version current in an environment: one from the environment before, or an earlier one',
    example: 'baton team promote quote-desk --number 7 --to production --note "a week in staging"',
    values: {
      number: { value: 'N', about: 'which version', needed: true },
      to: { value: 'ENVIRONMENT', about: 'where it becomes current', needed: true },
      note: { value: 'NOTE', about: 'why, for the record' },
    },
    async run(invocation) {
      const { promoteVersion } = await import('@/server/services/team/promote')
      const number = Number(option(invocation, 'number').replace(/^v/, ''))
      if (!Number.isSafeInteger(number) || number < 1) throw new UsageError('--number is that of a version')
      const { note } = invocation.options
      const { environment, was } = await promoteVersion(contextOf(invocation), {
        slug: argument(invocation, 0, 'SLUG'),
        number,
        environment: option(invocation, 'to'),
        ...(typeof note === 'string' ? { note } : {}),
      })
      invocation.print(
        `version ${number} is current in ${environment}${was === null ? '' : ` instead of version ${was}`}`,
      )
    },
  },
]
