'use client'

import { useQueryClient } from '@tanstack/react-query'
import { BadgeCheck, CircleHelp, ShieldX } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { figure } from '@/components/ui/counted'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Meter } from '@/components/ui/meter'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { shortKey, shortRoot } from '../proof/check-proof'
import { verifyLatest, type Verified } from '../proof/verify-latest'
import type { RecordHead } from '../record-types'

type Count = '1000' | '10000' | 'all'

/** Hashes entries in this browser up to the signed root, and says what it did. */
export function VerifyDialog({
  open,
  onOpenChange,
  head,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  head: RecordHead
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [count, setCount] = useState<Count>('1000')
  const [progress, setProgress] = useState<{ done: number; of: number } | null>(null)
  const [verified, setVerified] = useState<Verified | null>(null)
  const stop = useRef<AbortController>(undefined)
  const size = head.checkpoints[0]?.size ?? 0

  const verify = async () => {
    stop.current = new AbortController()
    setVerified(null)
    setProgress({ done: 0, of: 1 })
    const result = await verifyLatest(
      head,
      count === 'all' ? size : Number(count),
      (from, to, frontier) =>
        queryClient.fetchQuery(
          trpc.record.range.queryOptions({ from, to, frontier }, { staleTime: 0, gcTime: 0 }),
        ),
      (done, of) => setProgress({ done, of }),
      stop.current.signal,
    )
    setProgress(null)
    setVerified(result)
  }
  const close = (next: boolean) => {
    if (!next) stop.current?.abort()
    onOpenChange(next)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      size="md"
      title="Verify in this browser"
      description="Reads the latest entries, takes the fingerprint of each, adds them to what came before, and compares the result with what was signed."
      footer={
        progress ? (
          <Button onClick={() => stop.current?.abort()}>Stop</Button>
        ) : (
          <Button variant="primary" onClick={() => void verify()}>
            {verified ? 'Verify again' : 'Verify'}
          </Button>
        )
      }
    >
      <div className="grid gap-3">
        <SegmentedControl
          label="How many entries"
          value={count}
          onValueChange={setCount}
          options={[
            { value: '1000', label: 'Latest 1,000' },
            { value: '10000', label: 'Latest 10,000' },
            { value: 'all', label: `All ${figure(size)}` },
          ]}
        />
        <div aria-live="polite">
          {progress && (
            <div className="grid gap-1">
              <span className="flex justify-between">
                Checking{' '}
                <span className="text-fg-3">
                  {figure(progress.done)} of {figure(progress.of)}
                </span>
              </span>
              <Meter
                label="Entries checked"
                total={progress.of}
                parts={[{ value: progress.done, tone: 'running' }]}
              />
            </div>
          )}
          {verified && <Result verified={verified} keyOf={head.key ?? ''} />}
        </div>
      </div>
    </Dialog>
  )
}

function Result({ verified, keyOf }: { verified: Verified; keyOf: string }) {
  if (verified.state === 'sound')
    return (
      <div className="grid gap-1">
        <span className="inline-flex items-center gap-1.5 font-label text-done-fg">
          <BadgeCheck className="size-3.5" strokeWidth={2} aria-hidden /> Sound
        </span>
        <span className="text-fg-2">
          Checked entries #{figure(verified.from + 1)} to #{figure(verified.to)} in {Math.round(verified.ms)}{' '}
          ms. {verified.from > 0 && `On top of the ${figure(verified.from)} before, `}
          {verified.from > 0 ? 'they' : 'They'} give the fingerprint{' '}
          <code className="font-mono text-12">{shortRoot(verified.root)}</code>, which{' '}
          <code className="font-mono text-12">{shortKey(keyOf)}</code> has signed. So none of them was
          altered, taken away or put between since, and none of those before.
        </span>
      </div>
    )
  const bad = verified.state === 'unsound'
  const Icon = bad ? ShieldX : CircleHelp
  return (
    <div className="grid gap-1" role={bad ? 'alert' : undefined}>
      <span className={`inline-flex items-center gap-1.5 font-label ${bad ? 'text-failed-fg' : 'text-fg-2'}`}>
        <Icon className="size-3.5" strokeWidth={2} aria-hidden /> {bad ? 'Not sound' : 'Not checked'}
      </span>
      <span className="text-fg-2">{verified.because}</span>
    </div>
  )
}
