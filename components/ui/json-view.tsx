'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { isTombstone, sayTombstone } from '@/domain/erasure/tombstone'
import { CopyText } from './id-text'
import { cx } from './cx'
import { counted } from './counted'

/** JSON to read: mono, foldable, with copy. `openDepth` levels are open at first. */
export function JsonView({
  value,
  openDepth = 2,
  label = 'JSON',
  className,
}: {
  value: unknown
  openDepth?: number
  label?: string
  className?: string
}) {
  return (
    <div
      className={cx(
        'relative overflow-auto rounded-6 bg-sunken px-3 py-2 font-mono text-12 text-fg-2',
        className,
      )}
      role="group"
      aria-label={label}
      tabIndex={0}
    >
      <CopyText
        text={JSON.stringify(value, null, 2) ?? ''}
        shown="Copy"
        label={label}
        className="absolute top-1.5 right-2 bg-sunken font-sans"
      />
      <Node value={value} depth={0} openDepth={openDepth} last />
    </div>
  )
}

interface NodeProps {
  name?: string
  value: unknown
  depth: number
  openDepth: number
  last: boolean
}

function Node({ name, value, depth, openDepth, last }: NodeProps) {
  const [open, setOpen] = useState(depth < openDepth)
  const key = name !== undefined && <span className="text-fg-3">{name}: </span>
  const comma = last ? '' : ','
  if (isTombstone(value))
    return (
      <div className="pl-4 leading-5">
        {key}
        <span className="text-fg-3">{sayTombstone(value)}</span>
        {comma}
      </div>
    )
  if (value === null || typeof value !== 'object') {
    return (
      <div className="pl-4 leading-5 break-words whitespace-pre-wrap">
        {key}
        <span className="text-fg">{leaf(value)}</span>
        {comma}
      </div>
    )
  }
  const list = Array.isArray(value)
  const entries: [string | undefined, unknown][] = list
    ? value.map((item: unknown) => [undefined, item])
    : Object.entries(value)
  const [start, end] = list ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) {
    return (
      <div className="pl-4">
        {key}
        {start + end + comma}
      </div>
    )
  }
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ml-0.5 flex min-h-6 items-center rounded-4 pr-1 text-left whitespace-pre hover:bg-hover"
      >
        <ChevronRight className={cx('size-4 shrink-0 p-0.5 text-fg-3', open && 'rotate-90')} aria-hidden />
        {key}
        {open ? start : `${start} ${counted(entries.length, list ? 'item' : 'field')} ${end}${comma}`}
      </button>
      {open && (
        <>
          <div className="pl-4">
            {entries.map(([field, item], index) => (
              <Node
                key={field ?? index}
                {...(field === undefined ? {} : { name: field })}
                value={item}
                depth={depth + 1}
                openDepth={openDepth}
                last={index === entries.length - 1}
              />
            ))}
          </div>
          <div className="pl-4 leading-5">{end + comma}</div>
        </>
      )}
    </div>
  )
}

function leaf(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  return JSON.stringify(value) ?? 'undefined'
}
