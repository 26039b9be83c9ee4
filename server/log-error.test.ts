import { describe, expect, it } from 'vitest'
import { saidOfError } from './log-error'

const CANARY = 'qz0canaryzq'
const all = (error: unknown): string => JSON.stringify(saidOfError(error))
const thrown = (by: () => unknown): unknown => {
  try {
    return by()
  } catch (error) {
    return error
  }
}

describe('an error in the log', () => {
  it('says what it is, with its code, where it came from and what caused it', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      code: 'ECONNREFUSED',
      port: 1,
    })
    const said = saidOfError(new TypeError('fetch failed', { cause }))
    expect(said).toMatchObject({
      type: 'TypeError',
      message: 'fetch failed',
      cause: { code: 'ECONNREFUSED', port: 1, message: 'connect ECONNREFUSED 127.0.0.1:1' },
    })
    expect(said['stack']).toEqual(expect.arrayContaining([expect.stringContaining('log-error.test.ts')]))
  })

  it.each([
    [
      'the row of a violated check',
      Object.assign(new Error('new row for relation "step" violates check constraint "step_sane"'), {
        ...{ code: '23514', constraint: 'step_sane', detail: `Failing row contains (${CANARY}).` },
        ...{ where: `COPY ${CANARY}`, hint: CANARY },
      }),
      'step_sane',
    ],
    [
      'a value that is not of its type',
      Object.assign(new Error(`invalid input syntax for type bigint: "${CANARY}"`), { code: '22P02' }),
      'invalid input syntax for type bigint',
    ],
    ['what a parser stops at', thrown(() => JSON.parse(`{${CANARY}`)), 'SyntaxError'],
    ['what a parser stops at, in the middle', thrown(() => JSON.parse(`{"a": "${CANARY}" b}`)), 'JSON'],
    [
      'arguments of Prisma',
      Object.assign(
        new Error(
          `\nInvalid \`prisma.run.create()\`:\n\n{ title: "${CANARY}" }\n\nArgument \`id\` is missing.`,
        ),
        { name: 'PrismaClientValidationError' },
      ),
      'Argument `id` is missing.',
    ],
    [
      'a value in a query by hand',
      Object.assign(
        new Error(
          `\nInvalid \`prisma.$queryRaw()\` invocation:\n\n\nRaw query failed. Code: \`22P02\`. Message: \`invalid input syntax for type bigint: "${CANARY}"\``,
        ),
        { name: 'PrismaClientKnownRequestError', code: 'P2010' },
      ),
      '22P02',
    ],
    [
      'properties of its own',
      Object.assign(new Error('refused'), { body: CANARY, input: { CANARY } }),
      'refused',
    ],
    ['something thrown that is no error', CANARY, 'no error'],
    ['a cause', new Error('it failed', { cause: { CANARY } }), 'it failed'],
    ['one of several', new AggregateError([thrown(() => JSON.parse(CANARY))], 'all failed'), 'all failed'],
  ])('bears nothing of %s', (_what, error, says) => {
    expect(all(error)).toContain(says)
    expect(all(error)).not.toContain(CANARY)
  })

  it('ends, also where causes lead in a circle', () => {
    const [first, second] = [new Error('one'), new Error('two')]
    Object.assign(first, { cause: second })
    Object.assign(second, { cause: first })
    expect(all(first).length).toBeLessThan(100_000)
  })
})
