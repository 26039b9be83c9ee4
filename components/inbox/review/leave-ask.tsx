'use client'

import Link from 'next/link'
import { Money } from '@/components/ui/money'
import type { DearerModel, ModelPrice, UnusualSpend } from '@/domain/run/review'
import { Part } from './part'

/** A model dearer than the agent's tier beside what its own tier would take, and what the difference comes to. */
export function DearerAsk({ dearer, closed }: { dearer: DearerModel; closed: string | undefined }) {
  const { instead } = dearer
  const difference = instead && BigInt(dearer.neededMicros) - BigInt(instead.neededMicros)
  return (
    <Part title="The dearer model" detail={`${dearer.agentName} is of the tier ${dearer.own}`}>
      <div className="grid max-w-140 gap-3">
        <div className="overflow-x-auto">
          <table className="w-full text-left">
            <thead className="text-12 text-fg-3">
              <tr>
                <th className="py-1 pr-4 font-text">Model</th>
                <th className="py-1 pr-4 text-right font-text">This call, at worst</th>
                <th className="py-1 pr-4 text-right font-text">1,000 tokens in</th>
                <th className="py-1 text-right font-text">1,000 out</th>
              </tr>
            </thead>
            <tbody>
              {instead && <PriceRow price={instead} />}
              <PriceRow price={dearer} />
            </tbody>
          </table>
        </div>
        <p className="text-fg-2">
          {difference !== undefined ? (
            <>
              This call may cost <Money micros={difference} className="font-label text-fg" /> more than by{' '}
              {instead?.model}.{' '}
            </>
          ) : (
            <>
              No model of the tier {dearer.own} or below is on, so this is asked in every run.{' '}
              <Link href="/models" className="rounded-4 text-accent-fg hover:underline">
                Turn one on
              </Link>
              .{' '}
            </>
          )}
          {closed ?? (
            <>
              Letting it holds for {dearer.agentName} until this run ends.{' '}
              <Link href="/costs#dearer-models" className="rounded-4 text-accent-fg hover:underline">
                Give standing leave
              </Link>
              .
            </>
          )}
        </p>
      </div>
    </Part>
  )
}

function PriceRow({ price }: { price: ModelPrice }) {
  return (
    <tr className="border-t border-line">
      <td className="py-1.5 pr-4">
        <span className="font-label">{price.model}</span> <span className="text-fg-3">{price.tier}</span>
      </td>
      <td className="py-1.5 pr-4 text-right font-label">
        <Money micros={price.neededMicros} />
      </td>
      <td className="py-1.5 pr-4 text-right">
        <Money micros={perThousand(price.inMicrosPerMTok)} />
      </td>
      <td className="py-1.5 text-right">
        <Money micros={perThousand(price.outMicrosPerMTok)} />
      </td>
    </tr>
  )
}

/** Rounded up, so that nothing that is charged reads as free. */
const perThousand = (perMillion: string): bigint => (BigInt(perMillion) + 999n) / 1000n

/** What the run has cost, beside what its runs do. */
export function UnusualAsk({ unusual, closed }: { unusual: UnusualSpend; closed: string | undefined }) {
  const rows = [
    ['This run so far', unusual.spentMicros],
    [`Half of the last ${unusual.runs} runs cost at most`, unusual.medianMicros],
    ['Out of the ordinary from', unusual.limitMicros],
  ] as const
  return (
    <Part title="What it costs" detail="beside earlier runs of this version">
      <div className="grid max-w-120 gap-3">
        <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-y-0.5">
          {rows.map(([label, micros]) => (
            <div key={label} className="contents">
              <dt className="text-fg-3">{label}</dt>
              <dd className="text-right font-label">
                <Money micros={micros} />
              </dd>
            </div>
          ))}
        </dl>
        <p className="text-fg-2">
          {closed ?? (
            <>
              If it goes on, it asks again at{' '}
              <Money micros={unusual.nextMicros} className="font-label text-fg" />.
            </>
          )}
        </p>
      </div>
    </Part>
  )
}
