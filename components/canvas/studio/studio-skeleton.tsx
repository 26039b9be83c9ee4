import { Skeleton, SkeletonList } from '@/components/ui/skeleton'

/** The shape of the studio, until the team is here. */
export function StudioSkeleton() {
  return (
    <div className="flex h-full" aria-busy="true">
      <div className="grid w-46 content-start gap-4 border-r border-line p-4 max-md:hidden">
        {Array.from({ length: 8 }, (_, row) => (
          <Skeleton key={row} className="w-28" />
        ))}
      </div>
      <SkeletonList rows={10} className="flex-1 md:hidden" />
      <div className="flex-1 bg-sunken max-md:hidden" />
      <div className="grid w-110 content-start gap-4 border-l border-line p-4 max-lg:hidden">
        <Skeleton className="w-40" />
        <Skeleton className="w-72" />
        <Skeleton className="w-64" />
      </div>
    </div>
  )
}
