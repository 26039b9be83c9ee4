import pg from 'pg'
import { afterEach, expect, it, vi } from 'vitest'
import { log } from '@/server/log'
import { isAway, outage, patiently } from './away'

afterEach(() => vi.restoreAllMocks())

const coded = (code: string, more: object = {}) => Object.assign(new Error('x'), { code, ...more })

it.each([
  ['57P01', coded('57P01')],
  ['08006', coded('08006')],
  ['a refused connection', coded('ECONNREFUSED')],
  ['pg, without a code', new Error('Connection terminated unexpectedly')],
  ['a broken client', new Error('Client has encountered a connection error and is not queryable')],
  ['Prisma', coded('P2010', { meta: { driverAdapterError: { cause: { originalCode: '57P01' } } } })],
  ['what another error was caused by', new Error('outer', { cause: coded('ECONNRESET') })],
])('%s means that the database is away', (_name, error) => expect(isAway(error)).toBe(true))

it.each([
  ['a refusal of the engine', coded('P0F01')],
  ['a duplicate', coded('23505')],
  ['a cancelled statement', coded('57014')],
  ['too many connections', coded('53300')],
  ['nothing', undefined],
])('%s does not', (_name, error) => expect(isAway(error)).toBe(false))

it('is what a real client says of a server that is not there', async () => {
  const client = new pg.Client({ connectionString: 'postgresql://a:b@127.0.0.1:1/x' })
  await expect(client.connect()).rejects.toSatisfy(isAway)
})

it('waits without a word between going and coming back, and gives what came at last', async () => {
  const [warned, told] = [vi.spyOn(log, 'warn'), vi.spyOn(log, 'info')]
  let tries = 0
  const work = () => (++tries < 4 ? Promise.reject(coded('57P03')) : Promise.resolve('there'))
  expect(await patiently(work)).toBe('there')
  expect(tries).toBe(4)
  expect([warned.mock.calls.length, told.mock.calls.length]).toEqual([1, 1])
  expect(outage.since).toBeUndefined()
})

it('does not repeat what was refused, nor wait once it is called off', async () => {
  const refused = vi.fn(() => Promise.reject(coded('P0F01')))
  await expect(patiently(refused)).rejects.toMatchObject({ code: 'P0F01' })
  expect(refused).toHaveBeenCalledTimes(1)
  const away = vi.fn(() => Promise.reject(coded('57P01')))
  await expect(patiently(away, AbortSignal.abort())).rejects.toMatchObject({ code: '57P01' })
  expect(away).toHaveBeenCalledTimes(1)
  outage.answered(Date.now() + 1)
})
