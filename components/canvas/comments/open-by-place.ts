import type { Thread } from '../together/together'

/** The threads that are open, by what they are about: `node draft`, `handoff e7`. Those about the team stand nowhere. */
export function openByPlace(threads: readonly Thread[]): Map<string, Thread[]> {
  const places = new Map<string, Thread[]>()
  for (const thread of threads) {
    if (thread.resolved || thread.gone || thread.on.kind === 'team') continue
    const key = `${thread.on.kind} ${thread.on.id}`
    const here = places.get(key)
    if (here) here.push(thread)
    else places.set(key, [thread])
  }
  return places
}

/** How much is said in them. */
export const countComments = (threads: readonly Thread[]): number =>
  threads.reduce((sum, { comments }) => sum + comments.filter(({ removed }) => !removed).length, 0)
