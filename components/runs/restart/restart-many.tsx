'use client'

import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted, figure } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import type { RestartVersion } from '@/domain/run/restart'
import type { RunRow } from '../run-types'
import { Said, Ways } from './where'

/** At most so many are taken up at a time. */
export const MOST = 200

interface Result {
  run: RunRow
  /** The run that goes on. */
  id?: string
  refused?: string
}

/** Takes up several runs, one after the other: a count while it goes, and what became of each. */
export function RestartMany({
  runs,
  open,
  onOpenChange,
  onDone,
}: {
  runs: readonly RunRow[]
  open: boolean
  onOpenChange: (open: boolean) => void
  onDone: () => void
}) {
  // What was marked when it opened: rows come and go while it works.
  const [chosen] = useState(() => runs.slice(0, MOST))
  const [keys] = useState(() => new Map(chosen.map(({ id }) => [id, crypto.randomUUID()])))
  const [from, setFrom] = useState<'step' | 'start'>('step')
  const [version, setVersion] = useState<RestartVersion>('same')
  const [at, setAt] = useState<number>()
  const [results, setResults] = useState<Result[]>()
  const restart = useMutation(useTRPC().runs.restart.mutationOptions({ onError: () => undefined }))
  const many = counted(chosen.length, 'run')

  const act = async () => {
    const all: Result[] = []
    for (const [index, run] of chosen.entries()) {
      setAt(index + 1)
      try {
        const key = keys.get(run.id)
        const { id } = await restart.mutateAsync({
          ...{ id: run.id, from, version },
          ...(from === 'start' && key ? { idempotencyKey: key } : {}),
        })
        all.push({ run, id })
      } catch (error) {
        all.push({ run, refused: messageOf(error) })
      }
    }
    setAt(undefined)
    setResults(all)
    onDone()
  }
  const refused = results?.filter((result) => result.refused !== undefined).length ?? 0
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => at === undefined && onOpenChange(next)}
      size="md"
      title={
        results
          ? `${counted(chosen.length - refused, 'run')} taken up${refused ? `, ${refused} not` : ''}`
          : `Take up ${many}?`
      }
      footer={
        results ? (
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            Close
          </Button>
        ) : (
          <>
            <Button kbd="Esc" disabled={at !== undefined} onClick={() => onOpenChange(false)}>
              Go back
            </Button>
            <Button variant="primary" busy={at !== undefined} onClick={() => void act()}>
              {at === undefined ? `Take up ${many}` : `${figure(at)} of ${figure(chosen.length)}`}
            </Button>
          </>
        )
      }
    >
      {results ? (
        <ul className="grid gap-1" role="status">
          {results.map(({ run, id, refused: why }) => (
            <li key={run.id} className="border-b border-line py-1 last:border-b-0">
              <span className="block truncate font-label">{run.title}</span>
              {why === undefined ? (
                <Link href={`/runs/${id}`} className="text-12 text-fg-2 underline-offset-2 hover:underline">
                  {id === run.id ? 'It goes on' : 'A new run started'}
                </Link>
              ) : (
                <span className="text-12 text-failed-fg">Not taken up: {why}</span>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <div className="grid gap-3.5">
          <Ways
            legend="Where from"
            value={from}
            onValueChange={setFrom}
            ways={[
              { value: 'step', label: 'From where each stopped' },
              { value: 'start', label: 'From the start, as new runs' },
            ]}
          />
          <Ways
            legend="In which version"
            value={version}
            onValueChange={setVersion}
            ways={[
              { value: 'same', label: 'The one that each ran' },
              { value: 'current', label: 'The one that is published now, where it stands for what happened' },
            ]}
          />
          <Said>
            <p>
              {from === 'step'
                ? 'Each goes on where it stopped. What was done and has gone out before is not done again.'
                : 'For each a new run begins with the same input. What has gone out before goes out again, but for shadows.'}{' '}
              One that cannot be taken up stays as it is, and the reason is said.
              {runs.length > MOST &&
                ` Only the first ${figure(MOST)} of ${figure(runs.length)} are taken up.`}
            </p>
          </Said>
          <ul className="max-h-40 overflow-auto" tabIndex={0} aria-label="Runs that are taken up">
            {chosen.map(({ id, title, team }) => (
              <li key={id} className="truncate">
                {title} <span className="text-fg-3">{team.name}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  )
}
