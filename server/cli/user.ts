import type { ZodError } from 'zod'
import { CATEGORIES, CLASSIFICATIONS } from '@/domain/policy/classification'
import { ROLES } from '@/domain/policy/permission'
import { contextOf, option, UsageError, type Command, type Invocation } from './command'

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
const rolesOf = (invocation: Invocation): string[] => listed(option(invocation, 'role'))

const role = { value: 'ROLE[,ROLE]', about: `of ${ROLES.join(', ')}`, needed: true } as const

const TYPED: Record<string, string> = { roles: 'role', categories: 'unmasked' }
/** The service's fields as they are typed here. */
const typed = (error: ZodError): UsageError =>
  new UsageError(
    error.issues
      .map(({ path, message }) => `--${TYPED[String(path[0])] ?? String(path[0])}: ${message}`)
      .join('\n'),
  )

export const userCommands: Command[] = [
  {
    name: 'token create',
    summary: 'make a token for the API and print it, once',
    example: 'baton token create --role operator --name "nightly import" --days 90',
    values: {
      role,
      name: { value: 'NAME', about: 'what uses it' },
      days: { value: 'N', about: 'how long it holds; without it until it is revoked' },
    },
    async run(invocation) {
      const { createToken, createTokenInput } = await import('@/server/services/token/create')
      const { name = 'command line', days } = invocation.options
      const roles = rolesOf(invocation)
      const input = createTokenInput.safeParse({
        name,
        roles,
        ...(days === undefined ? {} : { days: days === '' ? NaN : Number(days) }),
      })
      if (!input.success) throw typed(input.error)
      invocation.print((await createToken(contextOf(invocation), input.data)).token)
    },
  },
  {
    name: 'user create',
    summary: 'make an account and print its password, once',
    example: 'baton user create --email ada@example.org --name "Ada Example" --role operator,reviewer',
    values: {
      email: { value: 'EMAIL', about: 'by which they sign in', needed: true },
      name: { value: 'NAME', about: 'by which colleagues know them', needed: true },
      role,
      clearance: {
        value: 'CLASSIFICATION',
        about: `up to which they see what runs hold: ${CLASSIFICATIONS.join(', ')}; without it what the roles take`,
      },
      unmasked: {
        value: 'CATEGORY[,CATEGORY]',
        about: `which they see unmasked, of ${CATEGORIES.join(', ')}; '' for none; without it what the roles take`,
      },
    },
    async run(invocation) {
      const { createMember, createMemberInput } = await import('@/server/services/member/create')
      const { clearance, unmasked } = invocation.options
      const input = createMemberInput.safeParse({
        email: option(invocation, 'email'),
        name: option(invocation, 'name'),
        roles: rolesOf(invocation),
        ...(clearance !== undefined && { clearance }),
        ...(typeof unmasked === 'string' && { categories: listed(unmasked) }),
      })
      if (!input.success) throw typed(input.error)
      const { password } = await createMember(contextOf(invocation), input.data)
      invocation.print(password ?? 'Added. They keep the password they have.')
    },
  },
]
