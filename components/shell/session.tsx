'use client'

import { useQuery } from '@tanstack/react-query'
import { createContext, use, type ReactNode } from 'react'
import { decides } from '@/domain/policy/decides'
import { permits, type Permission } from '@/domain/policy/permission'
import { useTRPC } from './trpc'
import type { Session } from './shell-types'

const SessionContext = createContext<Session | undefined>(undefined)

/** Starts from what the page came with, and stays live. */
export function SessionProvider({ initial, children }: { initial: Session; children: ReactNode }) {
  const trpc = useTRPC()
  const { data } = useQuery(
    trpc.session.get.queryOptions(undefined, { initialData: initial, refetchInterval: 60_000 }),
  )
  return <SessionContext value={data}>{children}</SessionContext>
}

/** Who is here, where, with which roles. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession outside the shell')
  return session
}

/** Whether the person's roles give a permission: to show or leave out an act. The server decides again. */
export const useMay = (permission: Permission): boolean => permits(useSession().roles, permission)

/** Whether any reviews wait for the person's roles. */
export const useDecides = (): boolean => decides(useSession().roles).length > 0
