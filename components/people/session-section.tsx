'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { SettingsList } from '@/components/settings/settings-list'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Td, Th, Tr } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import { toast } from '@/components/ui/toast'
import { TwoLines } from '@/components/ui/two-lines'
import { browserInWords } from './browser-words'
import { methodInWords } from './method-words'
import type { OwnSession } from './people-types'

/** Where the person is signed in, and the way out of each. */
export function SessionSection() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const query = useQuery(trpc.sessions.list.queryOptions())
  const invalidate = () => queryClient.invalidateQueries(trpc.sessions.pathFilter())
  const endOthers = useMutation(
    trpc.sessions.endOthers.mutationOptions({
      onSuccess: async ({ ended }) => {
        await invalidate()
        toast({ title: ended === 1 ? 'One browser is signed out' : `${ended} browsers are signed out` })
      },
    }),
  )
  const others = query.data?.some(({ here }) => !here)
  return (
    <SettingsList
      id="sessions"
      title="Where you are signed in"
      detail={null}
      add={
        others && (
          <Button busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out all others
          </Button>
        )
      }
      query={query}
      failed="Your sessions could not be read"
      empty={{ title: 'Nowhere else', says: 'Each browser in which you sign in is listed here.' }}
      columns={4}
      head={
        <>
          <Th>Browser</Th>
          <Th className="max-sm:hidden">Address</Th>
          <Th>Last used</Th>
          <Th>
            <span className="sr-only">Acts</span>
          </Th>
        </>
      }
    >
      {query.data?.map((session) => (
        <SessionRow key={session.id} session={session} onEnded={invalidate} />
      ))}
    </SettingsList>
  )
}

function SessionRow({ session, onEnded }: { session: OwnSession; onEnded: () => Promise<unknown> }) {
  const { id, agent, address, method, seenAt, here } = session
  const trpc = useTRPC()
  const end = useMutation(
    trpc.sessions.end.mutationOptions({
      onSuccess: async () => {
        await onEnded()
        toast({ title: 'That browser is signed out' })
      },
    }),
  )
  const browser = browserInWords(agent)
  return (
    <Tr>
      <Td>
        <TwoLines below={[methodInWords(method)]}>
          {browser} {here && <Tag className="ml-1">this one</Tag>}
        </TwoLines>
      </Td>
      <Td className="font-mono text-12 max-sm:hidden">{address}</Td>
      <Td>
        <RelativeTime at={seenAt} focusable />
      </Td>
      <Td numeric>
        {!here && (
          <Button
            size="sm"
            variant="ghost"
            busy={end.isPending}
            onClick={() => end.mutate({ id })}
            aria-label={`Sign out ${browser}`}
          >
            Sign out
          </Button>
        )}
      </Td>
    </Tr>
  )
}
