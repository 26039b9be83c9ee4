import { outage } from '@/server/db/away'
import { log } from '@/server/log'

/**
 * Runs `work` again and again, `everyMs` apart, never twice at once. A failure is logged and tried at the next turn;
 * that the database is away is said once, whoever meets it.
 * `stop` waits for the turn under way.
 */
export function repeat(
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
): { stop: () => Promise<void> } {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<void> = Promise.resolve()
  const next = (): void => {
    if (stopped) return
    timer = setTimeout(() => {
      turn = run()
    }, everyMs)
  }
  const run = async (): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if (!outage.note(error)) log.warn({ err: error, task: name }, 'a periodic task failed')
    }
    next()
  }
  next()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await turn
    },
  }
}
