import { PoolError } from '../pool'

/** What an ask of the pool fails with. @throws Error when it does not, or with something else */
export async function failureOf(asked: Promise<unknown>): Promise<PoolError> {
  const error: unknown = await asked.catch((thrown: unknown) => thrown)
  if (error instanceof PoolError) return error
  throw new Error('expected a PoolError', { cause: error })
}
