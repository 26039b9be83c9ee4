'use client'

import { RefreshCw } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Bar, Binds } from './bar'

/** The bar when what waits is no longer what was shown, or somebody was faster. */
export function Conflict({ says, digest, onLook }: { says: string; digest: string; onLook: () => void }) {
  return (
    <Bar>
      <div role="alert" className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-60">
          <b className="font-label">{says}</b>{' '}
          <span className="text-fg-2">Nothing of yours was carried out.</span>
        </p>
        <Button
          variant="primary"
          size="lg"
          icon={RefreshCw}
          onClick={onLook}
          className="max-md:h-11 max-md:w-full"
        >
          Look again
        </Button>
      </div>
      <Binds review={{ digest, inPlaceOf: [] }} />
    </Bar>
  )
}
