import { clears } from './classification'
import type { Looker } from './sight'
import type { ViewPlan } from './view'

/**
 * Whether a reader may see all that another one was shown, unmasked where it was: only then may they read what the other
 * made of it in words, which may quote any of it.
 */
export const coversView = ({ fields }: ViewPlan, reader: Pick<Looker, 'clearance' | 'categories'>): boolean =>
  fields
    .filter(({ visibility }) => visibility === 'clear')
    .every(
      ({ classification, categories }) =>
        clears(reader.clearance, classification) &&
        categories.every((category) => reader.categories.includes(category)),
    )

/** Whether one reader is cleared for whatever the other is cleared for. */
export const coversReader = (
  other: Pick<Looker, 'clearance' | 'categories'>,
  reader: Pick<Looker, 'clearance' | 'categories'>,
): boolean =>
  clears(reader.clearance, other.clearance) &&
  other.categories.every((category) => reader.categories.includes(category))
