'use client'

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { useState, type ReactNode } from 'react'
import { toast } from '@/components/ui/toast'
import type { AppRouter } from '@/server/trpc/router'
import { noteDatabase } from './database-away'
import { codeOf, messageOf } from './problems'
import { transformer } from './transformer'
import './zod-in-browser'

/** `useTRPC()` gives options for react-query: `useQuery(useTRPC().teams.list.queryOptions({}))`. */
const { TRPCProvider, useTRPC } = createTRPCContext<AppRouter>()
export { useTRPC }

/** The session ended: to the sign-in, and back here afterwards. */
function onError(error: Error): void {
  if (codeOf(error) === 'SERVICE_UNAVAILABLE') noteDatabase(new Date())
  if (codeOf(error) !== 'UNAUTHORIZED' || location.pathname === '/sign-in') return
  location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`)
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        onError(error)
        // A form shows its own errors; where nothing does, the person must learn of it all the same.
        if (!mutation.options.onError) toast({ tone: 'failed', title: messageOf(error) })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        // What the server refused stays refused; what did not reach it is tried again.
        retry: (failures, error) => codeOf(error) === undefined && failures < 2,
      },
    },
  })
}

const url = '/api/trpc'

/** Data from the server for everything below. */
export function DataProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(newQueryClient)
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: ({ type }) => type === 'subscription',
          true: httpSubscriptionLink({ url, transformer }),
          false: httpBatchLink({ url, transformer, maxItems: 10 }),
        }),
      ],
    }),
  )
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
