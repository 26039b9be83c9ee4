'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/shell/trpc'
import type { Environment } from '@/domain/team/environment'

export interface Publishing {
  /** In their order; empty until they are known. */
  environments: readonly Environment[]
  /** With one environment nobody has to hear of them. */
  several: boolean
  secondPerson: boolean
  nameOf: (slug: string) => string
}

/** How versions come into use in this workspace. */
export function usePublishing(): Publishing {
  const { data } = useQuery(useTRPC().publishing.get.queryOptions(undefined, { staleTime: 30_000 }))
  const environments = data?.environments ?? []
  return {
    environments,
    several: environments.length > 1,
    secondPerson: data?.secondPerson ?? false,
    nameOf: (slug) => environments.find((each) => each.slug === slug)?.name ?? slug,
  }
}
