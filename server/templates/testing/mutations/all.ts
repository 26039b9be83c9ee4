import type { Mutant } from '../mutant'
import { calledMutants } from './called'
import { gateMutants } from './gates'
import { growthMutants } from './growth'
import { readMutants } from './reads'
import { settledMutants } from './settled'
import { shapeMutants } from './shape'
import { sightMutants } from './sight'
import { splitMutants } from './splits'
import { wordMutants } from './words'

/** Mutants of the templates by the check that each breaks. */
export const MUTANTS: Record<string, readonly Mutant[]> = {
  ...shapeMutants,
  ...splitMutants,
  ...calledMutants,
  ...wordMutants,
  ...readMutants,
  ...gateMutants,
  ...settledMutants,
  ...sightMutants,
  ...growthMutants,
}
