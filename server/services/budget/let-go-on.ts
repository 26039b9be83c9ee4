import { goOnWithin } from '@/server/engine/go-on-within'
import { wakeWorkers } from '@/server/engine/wake'
import { log } from '@/server/log'
import type { Scope } from '../context'

/** While somebody waits for the answer; the sweep lets go on what is beyond. */
const AT_ONCE = 100

/**
 * Once a budget has changed: steps that waited for it go on. The change is committed by now and stands whatever becomes of
 * this; what it leaves goes on with the next sweep.
 * @returns how many steps go on
 */
export async function letGoOn({ db, workspace }: Scope): Promise<number> {
  try {
    const count = await goOnWithin(db, workspace.id, AT_ONCE)
    if (count) await wakeWorkers(db.pool)
    return count
  } catch (err) {
    log.warn({ err }, 'steps that wait for a changed budget go on with the next sweep')
    return 0
  }
}
