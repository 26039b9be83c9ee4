import { SECOND_PERSON_FOR } from '@/domain/policy/second-person'
import { argument, contextOf, option, UsageError, type Command } from './command'

export const secondPersonCommands: Command[] = [
  {
    name: 'second-person off',
    takes: ['WHAT'],
    summary: `no longer ask for a second person, where nobody is left who could agree to that; of ${SECOND_PERSON_FOR.join(', ')}`,
    more: 'In the console somebody asks and somebody else agrees. This is the way out for whoever holds the installation: at once, and on the record with the reason. A request that waits is answered by it.',
    example: 'baton second-person off publishing --reason "Ada, the only other admin, has left"',
    values: { reason: { value: 'REASON', about: 'why, for the record', needed: true } },
    async run(invocation) {
      const [{ turnSecondPersonOff }, { reasonSchema }] = await Promise.all([
        import('@/server/services/second-person/turn-off'),
        import('@/server/services/reason'),
      ])
      const typed = argument(invocation, 0, 'WHAT')
      const what = SECOND_PERSON_FOR.find((each) => each === typed)
      if (!what) throw new UsageError(`WHAT is one of ${SECOND_PERSON_FOR.join(', ')}`)
      const reason = reasonSchema.safeParse(option(invocation, 'reason'))
      if (!reason.success) throw new UsageError(`--reason: ${reason.error.issues[0]?.message ?? ''}`)
      await turnSecondPersonOff(contextOf(invocation), { what, reason: reason.data })
      invocation.print(`No second person is asked for: ${what}. It is on the record.`)
    },
  },
]
