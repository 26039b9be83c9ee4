import type { Sight } from '../sight'

/** A sealed value, and of what. */
interface Sealed {
  field: string
  kind: string
  run: string | null
}

/**
 * Which sealed values a caller is shown: of a run, those of one of which they see all, since a seal is over the whole value;
 * of what came in from outside, or was sent out by hand, none but to who sees everything. Names of people are by role.
 */
export async function unsealedFor(
  sight: Sight,
  runs: readonly (string | null)[],
): Promise<(sealed: Sealed) => boolean> {
  const whole = await sight.whole(runs.flatMap((run) => run ?? []))
  return ({ field, kind, run }) => {
    if (sight.all || field === '/actor/name') return true
    return run === null ? !/^(event|connection)\./.test(kind) : whole.has(run)
  }
}
