'use client'

import { CircleCheck, CircleX } from 'lucide-react'
import { counted } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import { formatDuration } from '@/components/ui/format-time'
import { IdText } from '@/components/ui/id-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import type { Worker } from './engine-types'
import { formatBytes } from './sizes'

/** A worker a row; those that were lost stay for a day, last. */
export function WorkerTable({ workers }: { workers: Worker[] | undefined }) {
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Table of workers">
      <Table>
        <TableHead>
          <tr>
            <Th>Worker</Th>
            <Th>State</Th>
            <Th>Host</Th>
            <Th>Version</Th>
            <Th>Since</Th>
            <Th>Last beat</Th>
            <Th numeric>In flight</Th>
            <Th numeric>Steps a minute</Th>
            <Th numeric>Memory</Th>
            <Th numeric>
              <abbr
                title="By how much timers come late in 99 of 100 cases, over the last half minute"
                className="no-underline"
              >
                Loop delay p99
              </abbr>
            </Th>
            <Th numeric>Connections</Th>
          </tr>
        </TableHead>
        <TableBody>
          {!workers && <SkeletonRows rows={2} columns={11} numeric={[6, 7, 8, 9, 10]} />}
          {workers?.map((worker) => (
            <Tr key={worker.id} className={cx(worker.lost && 'text-fg-3')}>
              <Td>
                <IdText id={worker.id} label="worker id" />
              </Td>
              <Td>
                <State worker={worker} />
              </Td>
              <Td className="max-w-56 truncate" title={worker.host}>
                {worker.host || '–'} <span className="font-mono text-12 text-fg-3">{worker.pid || ''}</span>
              </Td>
              <Td>{worker.version ?? '–'}</Td>
              <Td>
                <RelativeTime at={worker.startedAt} />
              </Td>
              <Td>
                <RelativeTime at={worker.seenAt} />
              </Td>
              <Figures worker={worker} />
            </Tr>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}

/** What a lost worker said last is no longer so. */
function Figures({ worker }: { worker: Worker }) {
  const { inFlight, concurrency, steps, memory, loopDelayMs, pool, lost } = worker
  const shown = lost
    ? []
    : [
        concurrency === null ? inFlight : `${inFlight} of ${concurrency}`,
        steps.toLocaleString('en-US'),
        memory === null ? '–' : formatBytes(memory),
        loopDelayMs === null ? '–' : formatDuration(loopDelayMs),
        pool === null ? '–' : `${pool.open - pool.idle} of ${pool.most}`,
      ]
  return Array.from({ length: 5 }, (_, index) => (
    <Td key={index} numeric>
      {shown[index] ?? '–'}
    </Td>
  ))
}

function State({ worker: { lost, takenOver } }: { worker: Worker }) {
  const Icon = lost ? CircleX : CircleCheck
  const taken = takenOver > 0 && `${counted(takenOver, 'branch', 'branches')} taken over`
  return (
    <span className={cx('inline-flex items-center gap-1.25 font-label', lost ? 'text-failed-fg' : 'text-fg')}>
      <Icon className="size-3.5 shrink-0" strokeWidth={2} aria-hidden />
      {lost ? 'Lost' : 'Running'}
      {(taken || lost) && <span className="font-text text-fg-3">{taken || 'nothing taken over'}</span>}
    </span>
  )
}
