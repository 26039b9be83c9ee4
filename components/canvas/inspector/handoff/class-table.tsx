import { Eye, EyeOff, UserRoundX, VenetianMask } from 'lucide-react'
import { ClassTag } from '@/components/ui/class-tag'
import type { Visibility } from '@/domain/policy/view'
import type { FitRow } from '../../model/fit-rows'

const LOOK: Record<Visibility, { icon: typeof Eye; word: string }> = {
  clear: { icon: Eye, word: 'clear' },
  pseudonym: { icon: UserRoundX, word: 'under a pseudonym' },
  masked: { icon: VenetianMask, word: 'masked' },
  absent: { icon: EyeOff, word: 'absent' },
}

/** How sensitive each field is that crosses, and what an agent that takes it up sees of it. */
export function ClassTable({ rows }: { rows: readonly FitRow[] }) {
  if (rows.length === 0)
    return (
      <p className="px-4 py-3 text-fg-2">Without a contract nothing is classified, so nothing is seen.</p>
    )
  return (
    <ul className="py-1">
      {rows.map((row) => {
        const view = row.visibility && LOOK[row.visibility]
        const Icon = view?.icon
        return (
          <li key={row.key} className="flex h-8 items-center gap-2 border-b border-line px-4 last:border-b-0">
            <span className="min-w-0 flex-1 truncate font-mono text-12">{row.key}</span>
            {view && Icon && (
              <span className="inline-flex items-center gap-1 text-12 text-fg-2">
                <Icon className="size-3.5" aria-hidden />
                {view.word}
              </span>
            )}
            <ClassTag value={row.classification} />
          </li>
        )
      })}
    </ul>
  )
}
