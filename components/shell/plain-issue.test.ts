import { expect, it } from 'vitest'
import { z } from 'zod'
import { plainIssue, type InputIssue } from './plain-issue'

const schema = z.object({
  name: z.string().min(1).max(3),
  mark: z.string().regex(/^a/, 'begins with a'),
  size: z.number().int().max(5),
  kind: z.enum(['one', 'two']),
  tags: z.array(z.string()).min(2),
})
const fits = { name: 'Ann', mark: 'ab', size: 5, kind: 'one', tags: ['x', 'y'] }

it.each([
  [{ name: '' }, 'Please fill this in.'],
  [{ name: undefined }, 'Please fill this in.'],
  [{ name: 'Anna' }, 'Please enter at most 3 characters.'],
  [{ mark: 'b' }, 'begins with a'],
  [{ size: 6 }, 'Please enter at most 5.'],
  [{ size: 'six' }, 'Please enter a number.'],
  [{ size: 1.5 }, 'Please enter a whole number.'],
  [{ kind: 'three' }, 'Please choose one of: one, two.'],
  [{ tags: ['x'] }, 'Please enter at least 2 items.'],
])('says of %j: %s', (change, says) => {
  const { error } = schema.safeParse({ ...fits, ...change })
  // As tRPC sends it.
  const issues = JSON.parse(error?.message ?? '[]') as InputIssue[]
  expect(issues.map(plainIssue)).toEqual([says])
})
