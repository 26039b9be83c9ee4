import { BatonError } from '@/domain/problem'
import { shapeProblems } from '@/domain/team/parse'
import { argument, contextOf, option, type Command } from './command'

/** @throws BatonError invalid */
function parseData(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable'
    throw new BatonError('invalid', `The data is not JSON: ${why}.`)
  }
}

export const eventCommands: Command[] = [
  {
    name: 'event send',
    takes: ['EVENT'],
    summary: 'send an event to the runs that wait for it, and print how many it woke',
    example: `baton event send order.shipped --key 4711 --data '{"carrier":"Post"}'`,
    values: {
      key: { value: 'KEY', about: 'what correlates it with the runs that wait', needed: true },
      data: { value: 'JSON', about: 'what happened; {} without it' },
      id: { value: 'ID', about: 'the same id sends the same event once' },
    },
    async run(invocation) {
      const { sendEvent, sendEventInput } = await import('@/server/services/event/send')
      const { data, id } = invocation.options
      const input = sendEventInput.safeParse({
        event: argument(invocation, 0, 'EVENT'),
        key: option(invocation, 'key'),
        data: parseData(typeof data === 'string' ? data : '{}'),
        ...(typeof id === 'string' ? { idempotencyKey: id } : {}),
      })
      if (!input.success)
        throw new BatonError('invalid', 'The event cannot be sent.', shapeProblems(input.error))
      const sent = await sendEvent(contextOf(invocation), input.data)
      const woke = sent.woke === 1 ? 'woke 1 wait' : `woke ${sent.woke} waits`
      const said = sent.woke === 0 ? 'is kept: nothing waits for it yet' : woke
      invocation.print(`${sent.id} ${said}${sent.created ? '' : ' (sent before)'}`)
    },
  },
]
