import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/shell/trpc'

/** What a connection is called, by its short name, which stands in for it while the list is not there. */
export function useConnectionName(): (slug: string) => string {
  const { data } = useQuery(useTRPC().connections.list.queryOptions())
  return (slug) => data?.find((each) => each.slug === slug)?.name ?? slug
}
