'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { classificationOf } from '@/domain/contract/classification-of'
import { ClassTag } from '@/components/ui/class-tag'
import { cx } from '@/components/ui/cx'
import { JsonView } from '@/components/ui/json-view'
import type { Contract } from '@/domain/contract/contract'
import { isRecord } from '@/domain/contract/json-schema'
import { CLASSIFICATIONS, type Classification } from '@/domain/policy/classification'
import type { Review } from '../inbox-types'
import { Part } from './part'

/** The state that the reviewer sees beside the draft, by slot. */
export function Evidence({ review }: { review: Review }) {
  const slots = Object.entries(review.view.evidence)
  if (slots.length === 0) return null
  return (
    <Part title="Evidence" detail={slots.length}>
      <ul>
        {slots.map(([slot, value]) => {
          const named = review.slots[slot]
          return (
            <Slot key={slot} name={named?.name ?? slot} contract={named?.contract ?? null} value={value} />
          )
        })}
      </ul>
    </Part>
  )
}

function Slot({ name, contract, value }: { name: string; contract: Contract | null; value: unknown }) {
  const [open, setOpen] = useState(false)
  const highest = contract ? highestOf(contract.schema) : undefined
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-7 w-full items-center gap-1.5 rounded-4 text-left hover:bg-hover max-md:min-h-11"
      >
        <ChevronRight className={cx('size-3.5 shrink-0 text-fg-3', open && 'rotate-90')} aria-hidden />
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {highest && <ClassTag value={highest} />}
      </button>
      {open && (
        <div className="pb-2">
          {contract && (
            <p className="mb-1 font-mono text-12 text-fg-3">
              {contract.name} {contract.version}
            </p>
          )}
          <JsonView value={value} label={name} openDepth={1} className="max-h-96" />
        </div>
      )}
    </li>
  )
}

/** The most sensitive field of a contract. */
function highestOf(schema: Record<string, unknown>): Classification | undefined {
  const found = new Set<Classification>()
  const visit = (each: unknown) => {
    if (Array.isArray(each)) each.forEach(visit)
    if (!isRecord(each)) return
    const own = classificationOf(each)
    if (own) found.add(own)
    Object.values(each).forEach(visit)
  }
  visit(schema)
  return CLASSIFICATIONS.findLast((each) => found.has(each))
}
