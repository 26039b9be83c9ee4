'use client'

import { Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { CopyText } from '@/components/ui/id-text'
import type { RecordHead } from '../record-types'

/** Hands out the record with its proofs, and says how to check it without Baton. */
export function ExportDialog({
  open,
  onOpenChange,
  head,
  slug,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  head: RecordHead
  slug: string
}) {
  const [privates, setPrivates] = useState(false)
  const size = head.checkpoints[0]?.size ?? 0
  const folder = `baton-record-${slug}-${size}`
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="md"
      title="Export the record"
      description={`${size.toLocaleString('en-US')} entries up to the latest checkpoint, with every checkpoint that was signed and a verifier that needs nothing but Node.`}
      footer={
        <>
          <Button asChild>
            <a href="/verify.mjs" download="verify.mjs">
              Only verify.mjs
            </a>
          </Button>
          <Button asChild variant="primary">
            <a
              href={`/api/record/export${privates ? '?privates=1' : ''}`}
              download
              onClick={() => onOpenChange(false)}
            >
              <Download className="size-3.5" aria-hidden /> Download the archive
            </a>
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <Checkbox
          checked={privates}
          onCheckedChange={setPrivates}
          label="With the private values"
          hint="Names, inputs, answers and reasons that stand beside the entries. Without them every proof still holds, and their seals stay shut."
        />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
          <span className="font-label">Then check it, on any machine</span>
          {[`tar -xf ${folder}.tar`, `node ${folder}/verify.mjs ${folder}`].map((command) => (
            <CopyText
              key={command}
              text={command}
              shown={<span className="wrap-anywhere whitespace-normal">{command}</span>}
              label="command"
              className="justify-between rounded-6 bg-sunken px-3 py-1.5 text-left max-sm:min-h-11 [&>svg]:opacity-100"
            />
          ))}
          <span className="text-12 text-fg-3">
            It ends with SOUND, or names what is not. For an auditor who does not trust this installation: use
            a copy of verify.mjs from elsewhere, and pass the key you were given earlier with --key.
          </span>
        </div>
        <p className="text-12 text-fg-3">That you exported it is put on the record.</p>
      </div>
    </Dialog>
  )
}
