import type { Pool, PoolClient } from 'pg'

/**
 * Does work on one connection, all of it or nothing. One that cannot even be rolled back is lost, and not lent out again.
 * @throws whatever the work throws
 */
export async function inTransaction<T>(
  pool: Pick<Pool, 'connect'>,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let isLost = false
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => (isLost = true))
    throw error
  } finally {
    client.release(isLost)
  }
}
