'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import { formatSide, parseSide, type SideRef } from './side-ref'

export interface ShownVersions {
  /** Whether the versions stand in the place of the canvas. */
  open: boolean
  /** The one that is looked at; undefined for the newest. */
  chosen: SideRef | undefined
  /** What it is compared with, where that was chosen. */
  against: SideRef | undefined
  show: (chosen: SideRef | undefined, against?: SideRef) => void
  close: () => void
}

const LIST = 'all'

/** Which versions are looked at, in the address: `?versions=7&against=4`. */
export function useShownVersions(): ShownVersions {
  const [{ versions, against }, set] = useQueryStates(
    { versions: parseAsString, against: parseAsString },
    { history: 'push' },
  )
  return {
    open: versions !== null,
    chosen: parseSide(versions),
    against: parseSide(against),
    show: (chosen, other) =>
      void set({ versions: chosen ? formatSide(chosen) : LIST, against: other ? formatSide(other) : null }),
    close: () => void set({ versions: null, against: null }),
  }
}
