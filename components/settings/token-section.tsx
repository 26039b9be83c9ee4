'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { rolesInWords } from '@/components/shell/roles'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { TwoLines } from '@/components/ui/two-lines'
import { permissionInWords } from '@/domain/policy/permission-words'
import { AddToken } from './add-token'
import { SettingsList } from './settings-list'
import type { ListedToken } from './settings-types'

/** Tokens for the REST API and the command line. */
export function TokenSection() {
  const trpc = useTRPC()
  const [add, setAdd] = useQueryState('add', parseAsStringLiteral(['token']))
  const tokens = useQuery(trpc.tokens.list.queryOptions())
  const [revoking, setRevoking] = useState<ListedToken>()
  return (
    <>
      <SettingsList
        id="tokens"
        title="API tokens"
        detail={
          <>
            for <code className="font-mono text-12">/api/v1</code>, as a bearer
          </>
        }
        add={
          <Button icon={Plus} onClick={() => void setAdd('token')}>
            Create a token
          </Button>
        }
        query={tokens}
        failed="The tokens could not be read"
        empty={{
          title: 'No token yet',
          says: 'A token lets a program start runs and read what happened, with the roles you give it and no more.',
        }}
        columns={6}
        head={
          <>
            <Th className="first:pl-4">Name</Th>
            <Th className="max-sm:hidden">Roles</Th>
            <Th className="max-md:hidden">Made by</Th>
            <Th className="max-sm:hidden">Last used</Th>
            <Th>Ends</Th>
            <Th className="last:pr-2">
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {tokens.data?.map((token) => (
          <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
        ))}
      </SettingsList>
      <AddToken open={add === 'token'} onOpenChange={(open) => void setAdd(open ? 'token' : null)} />
      {revoking && <Revoke token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  )
}

function TokenRow({ token, onRevoke }: { token: ListedToken; onRevoke: () => void }) {
  const only =
    token.permissions && `only to ${token.permissions.map(permissionInWords).join(', ') || 'do nothing'}`
  const over = token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt < new Date())
  return (
    <Tr className={over ? 'text-fg-3' : ''}>
      <Td className="whitespace-normal first:pl-4 max-sm:w-full">
        <TwoLines phone={[rolesInWords(token.roles), only]}>{token.name}</TwoLines>
      </Td>
      <Td className="max-w-72 whitespace-normal max-sm:hidden">
        <TwoLines below={[only]}>
          <span className="font-text">{rolesInWords(token.roles)}</span>
        </TwoLines>
      </Td>
      <Td className="max-md:hidden">{token.createdBy}</Td>
      <Td className="max-sm:hidden">{token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : 'never'}</Td>
      <Td>
        {token.revokedAt ? (
          'revoked'
        ) : token.expiresAt ? (
          <RelativeTime at={token.expiresAt} />
        ) : (
          'when revoked'
        )}
      </Td>
      <Td numeric className="last:pr-2">
        {!over && (
          <Button size="sm" variant="ghost" onClick={onRevoke} aria-label={`Revoke ${token.name}`}>
            Revoke…
          </Button>
        )}
      </Td>
    </Tr>
  )
}

function Revoke({ token, onClose }: { token: ListedToken; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.tokens.pathFilter())
        toast({ title: `${token.name} is revoked` })
      },
    }),
  )
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token.name}?`}
      confirm="Revoke"
      typing={token.name}
      onConfirm={() => revoke.mutateAsync({ id: token.id })}
    >
      Programs that use it are refused from the next call on. It cannot be revived; a new one must be made.
    </AlertDialog>
  )
}
