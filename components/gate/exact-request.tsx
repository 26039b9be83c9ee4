'use client'

import { useQuery } from '@tanstack/react-query'
import { FileSearch } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonList } from '@/components/ui/skeleton'
import type { DryRun } from './gate-types'

interface Asked {
  data: DryRun[] | undefined
  error: unknown
  refetch: () => unknown
}

/** The request of an effect that a run meant, whatever its connection is. */
export function ExactEffect({ id }: { id: string }) {
  return <ExactButton>{() => <OfEffect id={id} />}</ExactButton>
}

function OfEffect({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(useTRPC().gate.exactEffect.queryOptions({ id }))
  return <Requests asked={{ data: data && [data], error, refetch }} />
}

/** What approving would send, with the draft as it is being edited. */
export function ExactReview({ id, edit }: { id: string; edit: Record<string, unknown> | undefined }) {
  return <ExactButton>{() => <OfReview id={id} edit={edit} />}</ExactButton>
}

function OfReview({ id, edit }: { id: string; edit: Record<string, unknown> | undefined }) {
  const asked = useQuery(useTRPC().gate.exactReview.queryOptions({ id, ...(edit && { edit }) }))
  return <Requests asked={asked} />
}

/** What undoing an effect would send. */
export function ExactUndo({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(useTRPC().gate.exactUndo.queryOptions({ id }))
  return <Requests asked={{ data: data && [data], error, refetch }} />
}

function ExactButton({ children }: { children: () => React.ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" variant="ghost" icon={FileSearch} onClick={() => setOpen(true)}>
        Exact request
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        size="md"
        title="The exact request"
        description="Made by the code that sends it. Looking at it sends nothing, and the secret is not in it."
        footer={<Button onClick={() => setOpen(false)}>Close</Button>}
      >
        {open && children()}
      </Dialog>
    </>
  )
}

function Requests({ asked: { data, error, refetch } }: { asked: Asked }) {
  if (error)
    return (
      <ErrorState title="It could not be made" className="m-0" onRetry={refetch}>
        {messageOf(error)}
      </ErrorState>
    )
  if (!data) return <SkeletonList rows={4} />
  return (
    <ul className="grid gap-4">
      {data.map(({ node, summary, method, url, headers, body }) => (
        <li key={node} className="grid gap-2">
          {data.length > 1 && <p className="font-label">{summary}</p>}
          <pre
            tabIndex={0}
            aria-label={`Request: ${summary}`}
            className="max-h-96 overflow-auto rounded-6 border border-line bg-sunken px-2.5 py-2 font-mono text-12 break-all whitespace-pre-wrap"
          >
            {[
              `${method} ${url}`,
              ...headers.map(({ name, value }) => `${name}: ${value}`),
              ...(body === null ? [] : ['', pretty(body)]),
            ].join('\n')}
          </pre>
        </li>
      ))}
    </ul>
  )
}

/** JSON as it is sent but for its white space; a mail's text and a statement as they are. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
