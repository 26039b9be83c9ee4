import { nameSchema } from '../name'

/** Where a version is current, and runs are started for. The slug stays when the name is changed. */
export interface Environment {
  slug: string
  name: string
}

export const environmentNameSchema = nameSchema(40, 'a name, as in Staging')

/** The one in which what nobody asks otherwise runs. `environments` in their order, never empty. */
export function lastOf<E extends Environment>(environments: readonly E[]): E {
  const last = environments.at(-1)
  if (!last) throw new Error('a workspace has at least one environment')
  return last
}

/** The one before, from which versions go on to this; undefined for the first. */
export const before = <E extends Environment>(environments: readonly E[], slug: string): E | undefined =>
  environments[environments.findIndex((each) => each.slug === slug) - 1]

/**
 * Why a version may not be made current in an environment, in a sentence; null where it may: it stands in the
 * environment before, or is an earlier one than what is current there, to go back to.
 * @param current by environment, the number of the version that is current there
 */
export function refusedThere(
  environments: readonly Environment[],
  current: ReadonlyMap<string, number>,
  { number, environment }: { number: number; environment: string },
): string | null {
  const here = environments.find(({ slug }) => slug === environment)
  const now = current.get(environment)
  if (!here) return 'There is no such environment.'
  if (now === number) return `Version ${number} is current in ${here.name} already.`
  const from = before(environments, environment)
  if (!from || current.get(from.slug) === number || (now !== undefined && number < now)) return null
  return `Version ${number} is not current in ${from.name}: a version goes on to ${here.name} from there.`
}
