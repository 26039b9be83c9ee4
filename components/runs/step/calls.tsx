'use client'

import { Fragment } from 'react'
import { formatDuration } from '@/components/ui/format-time'
import { Money } from '@/components/ui/money'
import { StatusChip, type Status } from '@/components/ui/status-chip'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { formatMoney } from '@/domain/budget/money'
import type { CallSummary } from '@/domain/run/step'
import { Block } from './block'

const RESULTS: Record<CallSummary['result'], Status> = {
  fits: 'done',
  misfit: 'failed',
  failed: 'failed',
  tools: 'idle',
}
const RESULT_WORDS: Record<CallSummary['result'], string> = {
  fits: 'fits',
  misfit: 'misfit',
  failed: 'failed',
  tools: 'asked for tools',
}

/** Every call of a model in this step: what for, what came of it, what it cost. */
export function Calls({ calls, reserved }: { calls: readonly CallSummary[]; reserved?: bigint }) {
  const spent = calls.reduce((sum, { costMicros }) => sum + BigInt(costMicros), 0n)
  return (
    <section className="pt-2.75 pb-1">
      <Block
        title="Model calls"
        detail={String(calls.length)}
        className="py-0"
        end={reserved ? `${formatMoney(spent)} of ${formatMoney(reserved)} reserved` : formatMoney(spent)}
      >
        {calls.some(({ sandbox }) => sandbox) && (
          <p className="text-12 text-fg-3">Answered by rule: sandbox, no AI.</p>
        )}
      </Block>
      <div className="overflow-x-auto" tabIndex={0} role="group" aria-label="Model calls">
        <Table dense className="text-12">
          <TableHead>
            <tr>
              <Th className="first:pl-4">Model</Th>
              <Th>Result</Th>
              <Th numeric>In</Th>
              <Th numeric>Out</Th>
              <Th numeric>Time</Th>
              <Th numeric className="last:pr-4">
                Money
              </Th>
            </tr>
          </TableHead>
          <TableBody>
            {calls.map((call) => (
              <Fragment key={call.id}>
                <Tr>
                  <Td wide className="first:pl-4" title={`${call.provider}/${call.model}`}>
                    {call.model}{' '}
                    {call.purpose !== 'answer' && <span className="text-fg-3">{call.purpose}</span>}
                  </Td>
                  <Td>
                    <StatusChip plain status={RESULTS[call.result]} word={RESULT_WORDS[call.result]} />
                  </Td>
                  <Td numeric>{call.tokensIn.toLocaleString('en-US')}</Td>
                  <Td numeric>{call.tokensOut.toLocaleString('en-US')}</Td>
                  <Td numeric>{formatDuration(call.ms)}</Td>
                  <Td numeric className="last:pr-4">
                    <Money micros={call.costMicros} />
                  </Td>
                </Tr>
                {call.error && (
                  <tr>
                    <td colSpan={6} className="border-b border-line px-4 pb-1.5 text-failed-fg">
                      {call.error}
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </TableBody>
        </Table>
      </div>
    </section>
  )
}
