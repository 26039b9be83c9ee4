'use client'

import { FlaskConical } from 'lucide-react'
import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { Tooltip } from '@/components/ui/tooltip'
import { useMay, useSession } from './session'

/** Shown while every model in use is the sandbox: that no AI answers, and the one step that changes it. */
export function SandboxNote({ rail = false }: { rail?: boolean }) {
  const { sandbox } = useSession()
  const mayPaste = useMay('model.edit')
  if (!sandbox) return null
  if (rail) {
    return (
      <Tooltip content="Sandbox, no AI: paste a key in Models" side="right">
        <Link
          href="/models"
          aria-label="Sandbox, no AI. Models"
          className="grid w-10 justify-items-center rounded-6 border border-dashed border-line-strong py-1 text-12 whitespace-nowrap text-fg-2 hover:bg-hover"
        >
          <FlaskConical className="size-4" aria-hidden />
          no AI
        </Link>
      </Tooltip>
    )
  }
  return (
    <div className="grid gap-0.5 rounded-6 border border-dashed border-line-strong px-2 py-1.5 text-12">
      <span className="flex items-center gap-1.5 font-label">
        <FlaskConical className="size-3.5 text-fg-3" aria-hidden />
        sandbox, no AI
      </span>
      <span className="text-fg-3">
        Answers come by rule
        <Link
          href={mayPaste ? '/models?add=provider' : '/models'}
          className={cx('block w-fit font-label text-accent-fg underline-offset-2 hover:underline')}
        >
          {mayPaste ? 'Paste a key' : 'See models'}
        </Link>
      </span>
    </div>
  )
}
