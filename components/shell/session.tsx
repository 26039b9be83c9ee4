'use client'

import { useQuery } from '@tanstack/react-query'
import { createContext, use, type ReactNode } from 'react'
import { decides } from '@/domain/policy/decides'
import type { ReviewKind } from '@/domain/run/review'
import type { Permission } from '@/domain/policy/permission'
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

/** Whether the person has a permission here: to show or leave out an act. The server decides again. */
export const useMay = (permission: Permission): boolean => useSession().may.includes(permission)

/** Whether any reviews wait for the person's roles. */
export const useDecides = (): boolean => useAnswers().length > 0

/** The kinds of reviews that the person may answer. */
export function useAnswers(): ReviewKind[] {
  const { may } = useSession()
  return decides((permission) => may.includes(permission))
}
