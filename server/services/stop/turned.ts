import { releaseHeld } from '@/server/engine/hold'
import { tellWorkers } from '@/server/engine/stops'
import { wakeWorkers } from '@/server/engine/wake'
import type { Scope } from '@/server/services/context'
import { forgetStops } from './refuse-stopped'

/** Once a switch is off: what is under way hears of it now rather than within a second. */
export async function turnedOff({ db, workspace }: Scope): Promise<void> {
  forgetStops(db, workspace.id)
  await tellWorkers(db)
}

/**
 * Once a switch is on: what was held goes on, each run from the step at which it stood.
 * @returns how many branches go on
 */
export async function turnedOn({ db, workspace }: Scope): Promise<number> {
  forgetStops(db, workspace.id)
  // First the workers forget that it was off; else what they enter is held once more.
  await tellWorkers(db)
  const released = await releaseHeld(db, workspace.id)
  if (released) await wakeWorkers(db.pool)
  return released
}
