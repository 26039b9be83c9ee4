import { OctagonPause } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'

/** Over the canvas while a switch is off: who stopped the team, since when and why, and the way to the switch. */
export function StopBanner({ says }: { says: string | null }) {
  if (!says) return null
  return (
    <div
      role="status"
      className="flex min-h-10 flex-wrap items-center gap-2 border-b border-blocked-line bg-blocked-bg px-4 py-1"
    >
      <OctagonPause className="size-4 shrink-0 text-blocked-fg" strokeWidth={2} aria-hidden />
      <p className="min-w-0 flex-1 basis-60 break-words">
        {says} Its runs stand still, and none starts until it is resumed. It can be drawn and published all
        the same.
      </p>
      <Button size="sm" asChild>
        <Link href="/settings#stops">To the switch</Link>
      </Button>
    </div>
  )
}
