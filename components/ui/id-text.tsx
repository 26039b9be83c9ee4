'use client'

import { Check, Copy } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { copyText } from './copy-text'
import { cx } from './cx'

/** Copies on click; says so for a moment. */
export function CopyText({
  text,
  shown,
  label,
  className,
}: {
  text: string
  shown: ReactNode
  /** What it is, for the accessible name: `run id`. */
  label: string
  className?: string
}) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    if (!(await copyText(text))) return
    setCopied(true)
    setTimeout(() => setCopied(false), 1200)
  }
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      title={text}
      aria-label={copied ? `Copied ${label}` : `Copy ${label} ${text}`}
      onClick={(event) => {
        event.stopPropagation()
        void copy()
      }}
      className={cx(
        'group/copy relative inline-flex max-w-full items-center gap-1 rounded-4 font-mono text-12 text-fg-2 after:absolute after:-inset-y-1 after:inset-x-0 hover:text-fg',
        className,
      )}
    >
      <span className="truncate">{shown}</span>
      <Icon
        className={cx(
          'size-3 shrink-0 text-fg-3',
          !copied && 'opacity-0 group-hover/copy:opacity-100 group-focus-visible/copy:opacity-100',
        )}
        aria-hidden
      />
    </button>
  )
}

/** `run_…7k2m9p`: the prefix and the last six; the whole is copied. */
export function IdText({ id, label = 'id', className }: { id: string; label?: string; className?: string }) {
  const [prefix, rest] = id.includes('_')
    ? [`${id.split('_')[0] ?? ''}_`, id.slice(id.indexOf('_') + 1)]
    : ['', id]
  const shown = rest.length > 10 ? `${prefix}…${rest.slice(-6)}` : id
  return <CopyText text={id} shown={shown} label={label} {...(className ? { className } : {})} />
}

/** `sha256 9f2c41…`: the first characters of a digest; the whole is copied. */
export function Digest({
  value,
  label = 'fingerprint',
  className,
}: {
  value: string
  label?: string
  className?: string
}) {
  const bare = value.replace(/^(hmac-)?sha256:/, '')
  const shown = bare.length > 14 ? `${bare.slice(0, 10)}…` : bare
  return <CopyText text={value} shown={shown} label={label} {...(className ? { className } : {})} />
}
