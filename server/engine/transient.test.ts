import { expect, it } from 'vitest'
import { isAway } from '@/server/db/away'
import { isTransient } from './store'

const coded = (code: string) => Object.assign(new Error('x'), { code })

it.each([
  ['shut down', coded('57P01'), true],
  ['a lost connection', coded('08006'), true],
  ['a host that is not reached', coded('EHOSTUNREACH'), true],
  ['a broken client', new Error('Client has encountered a connection error and is not queryable'), true],
  ['as Prisma has it', coded('P1001'), true],
  ['a deadlock', coded('40P01'), false],
  ['a serialization failure', coded('40001'), false],
  ['too many connections', coded('53300'), false],
])('%s may be tried again', (_name, error, away) => {
  expect(isTransient(error)).toBe(true)
  expect(isAway(error)).toBe(away)
})

it.each([
  ['a refusal of the engine', coded('P0F01')],
  ['a duplicate', coded('23505')],
  ['a cancelled statement', coded('57014')],
  ['nothing', undefined],
])('%s may not', (_name, error) => expect(isTransient(error)).toBe(false))
