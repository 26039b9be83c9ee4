'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useConnectionName } from '@/components/connections/use-connection-name'
import { messageOf, otherwise, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { ErrorState } from '@/components/ui/error-state'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { SkeletonList } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { saysCovered } from '@/domain/effect/pre-authorisation'
import { AuthoriseDialog } from './authorise-dialog'
import type { ListedAuthorisation } from './gate-types'

/** What an agent may send without the gate asking a person, and how much of that went out today. */
export function AuthorisationList({ agent, autonomy }: { agent: string; autonomy: number }) {
  const may = useMay('gate.edit')
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = useQuery(useTRPC().gate.authorisations.queryOptions({ agent }))
  return (
    <section aria-label="Pre-authorised">
      <div className="flex min-h-7 items-center gap-2">
        <h3 className="font-strong">Pre-authorised</h3>
        {may && (
          <Button size="sm" variant="ghost" icon={Plus} className="ml-auto" onClick={() => setAdding(true)}>
            Add…
          </Button>
        )}
      </div>
      {error ? (
        <ErrorState title="It could not be read" className="m-0" onRetry={refetch}>
          {messageOf(error)}
        </ErrorState>
      ) : !data ? (
        <SkeletonList rows={2} />
      ) : data.length === 0 ? (
        <p className="text-fg-3">{NOTHING[autonomy] ?? NOTHING[1]}</p>
      ) : (
        <ul className="grid">
          {data.map((one) => (
            <Row key={one.id} one={one} may={may} agent={agent} />
          ))}
        </ul>
      )}
      {adding && <AuthoriseDialog agent={agent} onClose={() => setAdding(false)} />}
    </section>
  )
}

/** By level: what the list would change, and that nothing stands in it. */
const NOTHING: Record<number, string> = {
  0: 'Nothing: what it writes is simulated.',
  1: 'Nothing. At this level a person approves every effect all the same.',
  2: 'Nothing: a person is asked about every effect of medium risk.',
  3: 'Nothing, and nothing is needed: at this level only high risk is asked about.',
}

function Row({ one, may, agent }: { one: ListedAuthorisation; may: boolean; agent: string }) {
  const [asking, setAsking] = useState(false)
  const { covers, connection, condition, perDay, until, usedToday, used, by, holds, withdrawnAt, changed } =
    one
  const says = saysCovered(covers)
  const named = useConnectionName()(connection)
  const facts = [
    holds ? `${usedToday} of ${perDay} today` : `${used} in all`,
    until && `until ${until}`,
    `by ${by.name}`,
  ]
  return (
    <li className={cx('flex items-start gap-2 border-t border-line py-1.75', !holds && 'text-fg-3')}>
      <div className="min-w-0 flex-1">
        <p className="font-mono text-12 break-all">{says}</p>
        <p className="text-12 text-fg-3">
          over {named}, {facts.filter(Boolean).join(', ')}
        </p>
        {condition && <p className="font-mono text-12 break-words text-fg-2">if {condition}</p>}
        <p className="text-12 break-words text-fg-2">{one.reason}</p>
        {holds && changed === 'operation' && (
          <p className="text-12 text-waiting-fg">
            The operation has changed since: teams published with the new one wait for a person
          </p>
        )}
        {!holds && (
          <p className="text-12">
            {withdrawnAt
              ? `Withdrawn by ${one.withdrawnBy?.name ?? 'somebody'}`
              : changed === 'endpoint'
                ? 'It lets nothing out any more: the connection leads elsewhere than when this was given'
                : 'It has run out'}
          </p>
        )}
      </div>
      {may && (holds || (changed && !withdrawnAt)) && (
        <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
          Withdraw…
        </Button>
      )}
      {asking && <WithdrawDialog one={one} agent={agent} named={named} onClose={() => setAsking(false)} />}
    </li>
  )
}

/** From here on a person is asked again; whoever looks later reads why. */
function WithdrawDialog({
  one,
  agent,
  named,
  onClose,
}: {
  one: ListedAuthorisation
  agent: string
  /** What the connection is called. */
  named: string
  onClose: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const withdraw = useMutation(
    trpc.gate.withdraw.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.gate.authorisations.queryFilter({ agent }))
        toast({ title: 'It is withdrawn', description: 'A person is asked again.' })
        onClose()
      },
    }),
  )
  return (
    <FormDialog
      title="Ask a person again?"
      description={`From now on “${saysCovered(one.covers)}” over ${named} waits for a person wherever the agent’s level asks for one. What went out stays as it is.`}
      act="Withdraw it"
      cancel="Leave it"
      busy={withdraw.isPending}
      failed="It was not withdrawn"
      message={otherwise(withdraw.error, ['/reason'])}
      onSend={() => withdraw.mutate({ id: one.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <FormField label="Reason" required error={problemAt(withdraw.error, '/reason')}>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </FormField>
    </FormDialog>
  )
}
