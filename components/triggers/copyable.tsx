'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { copyText } from '@/components/ui/copy-text'
import { cx } from '@/components/ui/cx'

/** Text that is meant to be taken elsewhere. */
export function Copyable({
  label,
  text,
  hint,
  block = false,
}: {
  label: string
  text: string
  hint?: string
  /** Several lines. */
  block?: boolean
}) {
  const [copied, setCopied] = useState(false)
  return (
    <div role="group" aria-label={label} className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <div className="flex items-center gap-2">
        <span className="flex-1 font-label">{label}</span>
        <Button
          size="sm"
          icon={copied ? Check : Copy}
          aria-label={`Copy: ${label}`}
          onClick={() => void copyText(text).then(setCopied)}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <code
        tabIndex={0}
        className={cx(
          'overflow-x-auto rounded-6 border border-line bg-sunken px-2 py-1.5 font-mono text-12',
          block ? 'max-h-44 whitespace-pre' : 'whitespace-nowrap',
        )}
      >
        {text}
      </code>
      {hint && <p className="text-12 text-fg-3">{hint}</p>}
    </div>
  )
}
