'use client'

import { KeyRound } from 'lucide-react'
import { useSession } from '@/components/shell/session'
import { RelativeTime } from '@/components/ui/relative-time'
import { useNow } from '@/components/ui/use-now'
import { permissionInWords } from '@/domain/policy/permission-words'
import { EndAccess } from './access-section'

/** On every screen, for whoever took a permission and for all admins: that it is taken, why, and until when. */
export function AccessBanner() {
  const { taken, person, may } = useSession()
  const now = useNow(5000)
  const lasting = taken.filter(({ endsAt }) => new Date(endsAt).getTime() > now)
  return (
    <div role="status" className="min-w-0">
      {lasting.map(({ id, name, userId, permission, reason, endsAt }) => (
        <div
          key={id}
          className="flex items-center gap-2 border-b border-waiting-line bg-waiting-bg px-4 py-1.5 max-sm:flex-wrap"
        >
          <KeyRound className="size-4 shrink-0 text-waiting-fg" aria-hidden />
          <p className="min-w-0 flex-1">
            <b className="font-label">
              {userId === person.id ? 'You have' : `${name} has`} emergency access to{' '}
              {permissionInWords(permission)}
            </b>
            : {reason}. It ends <RelativeTime at={endsAt} focusable />.
          </p>
          {may.includes('access.break') && <EndAccess id={id} name={name} permission={permission} />}
        </div>
      ))}
    </div>
  )
}
