'use client'

import { DurationField } from './duration-field'
import { NumberField } from './number-field'

interface Tries {
  retries: number
  timeoutSeconds: number
}

/** How long one try of a step may take, and how often it is tried again: of an agent as of an action. */
export function TriesFields({
  node,
  longest,
  what,
  change,
}: {
  node: Tries
  /** Seconds. */
  longest: number
  /** What a try calls: `the model`. */
  what: string
  change: (patch: Partial<Tries>) => void
}) {
  return (
    <>
      <DurationField
        label="Gives up after"
        value={node.timeoutSeconds}
        max={longest}
        hint={`One try. If ${what} has not answered by then, the try has failed.`}
        onCommit={(timeoutSeconds) => change({ timeoutSeconds })}
      />
      <NumberField
        label="Tries again"
        value={node.retries}
        unit="times"
        min={0}
        max={10}
        hint={`Where ${what} did not answer or was busy, with a longer pause each time.`}
        onCommit={(retries) => change({ retries })}
      />
    </>
  )
}
