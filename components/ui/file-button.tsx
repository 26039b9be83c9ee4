'use client'

import { FileUp } from 'lucide-react'
import { Button } from './button'

/** Reads a text file that people choose. The same file may be chosen again after it was changed. */
export function FileButton({
  accept,
  onText,
  label = 'Choose a file',
}: {
  /** Endings: `.yaml,.yml`. */
  accept: string
  onText: (text: string) => void
  label?: string
}) {
  return (
    <Button asChild>
      <label>
        <FileUp className="size-3.5" aria-hidden />
        {label}
        <input
          type="file"
          accept={accept}
          className="sr-only"
          onChange={({ target }) => {
            void target.files?.[0]?.text().then(onText)
            target.value = ''
          }}
        />
      </label>
    </Button>
  )
}
