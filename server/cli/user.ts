import { createMember, createMemberInput } from '@/server/services/member/create'
import { createToken, createTokenInput } from '@/server/services/token/create'
import { contextOf, option, UsageError, type Command, type Invocation } from './command'

const rolesOf = (invocation: Invocation): string[] => option(invocation, 'role').split(',')

export const userCommands: Command[] = [
  {
    name: 'token create',
    usage: 'token create --role ROLE[,ROLE] [--name NAME] [--days N]',
    summary: 'make an API token and print it, once',
    values: ['role', 'name', 'days'],
    async run(invocation) {
      const { name = 'command line', days } = invocation.options
      const input = createTokenInput.safeParse({
        name,
        roles: rolesOf(invocation),
        ...(days ? { days: Number(days) } : {}),
      })
      if (!input.success) throw new UsageError(input.error.issues.map((issue) => issue.message).join('; '))
      invocation.print((await createToken(contextOf(invocation), input.data)).token)
    },
  },
  {
    name: 'user create',
    usage: 'user create --email EMAIL --name NAME --role ROLE[,ROLE]',
    summary: 'make an account and print its password, once',
    values: ['email', 'name', 'role'],
    async run(invocation) {
      const input = createMemberInput.safeParse({
        email: option(invocation, 'email'),
        name: option(invocation, 'name'),
        roles: rolesOf(invocation),
      })
      if (!input.success) throw new UsageError(input.error.issues.map((issue) => issue.message).join('; '))
      const { password } = await createMember(contextOf(invocation), input.data)
      invocation.print(password ?? 'Added. They keep the password they have.')
    },
  },
]
