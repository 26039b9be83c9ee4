'use client'

import { Check, CircleSlash } from 'lucide-react'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StatusChip } from '@/components/ui/status-chip'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { useListKeys } from '@/components/ui/use-list-keys'
import { TRIGGER_LOOKS } from './trigger-looks'
import type { ListedTrigger } from './trigger-types'

/** Triggers, one a row; a row opens its panel. */
export function TriggerTable({
  triggers,
  chosen,
  onChoose,
}: {
  triggers: readonly ListedTrigger[] | undefined
  chosen: string | null
  onChoose: (id: string) => void
}) {
  const open = (index: number) => onChoose(triggers?.[index]?.id ?? '')
  const { rowProps } = useListKeys({ count: triggers?.length ?? 0, onOpen: open, what: 'trigger' })
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>Name</Th>
          <Th className="max-sm:hidden">Kind</Th>
          <Th>State</Th>
          <Th>Last fired</Th>
          <Th className="max-sm:hidden">Next</Th>
        </tr>
      </TableHead>
      <TableBody>
        {!triggers && <SkeletonRows rows={3} columns={5} />}
        {triggers?.map((each, index) => {
          const { icon: Icon, label } = TRIGGER_LOOKS[each.kind]
          return (
            <Tr key={each.id} {...rowProps(index)} selected={each.id === chosen} onClick={() => open(index)}>
              <Td>
                <b className="font-label">{each.name}</b>
              </Td>
              <Td className="text-fg-2 max-sm:hidden">
                <span className="inline-flex items-center gap-1.5">
                  <Icon className="size-3.5" aria-hidden />
                  {label}
                </span>
              </Td>
              <Td>
                <State trigger={each} />
              </Td>
              <Td>{each.lastFiredAt ? <RelativeTime at={each.lastFiredAt} /> : 'never'}</Td>
              <Td className="max-sm:hidden">{each.nextAt ? <RelativeTime at={each.nextAt} /> : '–'}</Td>
            </Tr>
          )
        })}
      </TableBody>
    </Table>
  )
}

function State({ trigger: { enabled, lastProblem } }: { trigger: ListedTrigger }) {
  if (!enabled)
    return (
      <span className="inline-flex items-center gap-1.25 text-fg-3">
        <CircleSlash className="size-3.5" aria-hidden /> Off
      </span>
    )
  return lastProblem ? (
    <span title={lastProblem.message}>
      <StatusChip plain status="failed" word="On, last one refused" />
    </span>
  ) : (
    <span className="inline-flex items-center gap-1.25">
      <Check className="size-3.5 text-fg-3" aria-hidden /> On
    </span>
  )
}
