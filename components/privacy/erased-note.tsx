import { CircleCheck, UserRound } from 'lucide-react'
import Link from 'next/link'
import { counted } from '@/components/ui/counted'
import type { Asked } from './erase-dialog'

/** Where one looked for somebody: that they are erased, what still names them, and the certificate. */
export function ErasedNote({ erasure: { id, status, leftOut } }: { erasure: Asked }) {
  const done = status === 'done'
  const Icon = done ? CircleCheck : UserRound
  const still = `${counted(leftOut, 'run')} that ${leftOut === 1 ? 'was' : 'were'} left out`
  return (
    <div
      role="status"
      className="flex max-w-160 flex-wrap items-center gap-x-3 gap-y-1 rounded-6 border border-line bg-sunken px-3.5 py-2.5"
    >
      <Icon className={done ? 'size-4 text-done-fg' : 'size-4 text-waiting-fg'} strokeWidth={2} aria-hidden />
      <p className="min-w-60 flex-1">
        {!done ? (
          <>
            <b className="font-label">A second person is asked.</b> Nothing is erased until they agree.
          </>
        ) : leftOut === 0 ? (
          <b className="font-label">Nothing that can be erased names them any more.</b>
        ) : (
          <>
            <b className="font-label">They are erased.</b> {still} may still name them.
          </>
        )}
      </p>
      {done && (
        <Link href={`/privacy/${id}`} className="inline-flex min-h-6 items-center underline hover:text-fg">
          Look at the certificate
        </Link>
      )}
    </div>
  )
}
