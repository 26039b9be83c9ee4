'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { copyText } from '@/components/ui/copy-text'

/** A secret at the only moment it can be read. */
export function ShownOnce({ label, secret, hint }: { label: string; secret: string; hint: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div role="group" aria-label={label} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
      <span className="font-label">{label}</span>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 overflow-x-auto rounded-6 border border-line bg-sunken px-2 py-1.5 font-mono text-12 whitespace-nowrap">
          {secret}
        </code>
        <Button icon={copied ? Check : Copy} onClick={() => void copyText(secret).then(setCopied)}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <p className="text-12 text-fg-3">{hint}</p>
    </div>
  )
}
