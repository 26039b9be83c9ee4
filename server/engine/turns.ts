/** What one turn of the event loop may be used for activations before timers and sockets have theirs. */
const SHARE_MS = 20

let began: number | undefined
let armed = false
const waiting: (() => void)[] = []

/**
 * Awaited before an activation begins. What people's rules and expressions describe is worked out in this thread, each
 * under a limit (`bounded`); where they take long, only one activation a turn of the event loop is let through, so that this
 * worker's lease, its calls and its other runs go on meanwhile. While they are quick nobody waits.
 * @returns undefined when it may begin at once: then it is to begin before anything else does
 */
export function takeTurn(): Promise<void> | undefined {
  const now = performance.now()
  if (waiting.length === 0 && now - (began ?? now) < SHARE_MS) {
    began ??= now
    arm()
    return undefined
  }
  return new Promise((resolve) => {
    waiting.push(resolve)
    arm()
  })
}

function arm(): void {
  if (armed) return
  armed = true
  setImmediate(() => {
    armed = false
    began = undefined
    const next = waiting.shift()
    if (!next) return
    began = performance.now()
    next()
    arm()
  })
}
