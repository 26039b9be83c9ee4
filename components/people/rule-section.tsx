'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useConnectionName } from '@/components/connections/use-connection-name'
import { SettingsList } from '@/components/settings/settings-list'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { TwoLines } from '@/components/ui/two-lines'
import type { ListedRule } from './people-types'
import { RuleDialog } from './rule-dialog'
import { asksInWords, forInWords } from './rule-words'

/** What reviews ask of whoever decides them. */
export function RuleSection() {
  const trpc = useTRPC()
  const mayEdit = useMay('member.edit')
  const query = useQuery(trpc.reviewRules.list.queryOptions())
  const nameOf = useConnectionName()
  const [open, setOpen] = useState<ListedRule | 'new'>()
  const [removing, setRemoving] = useState<ListedRule>()
  return (
    <>
      <SettingsList
        id="review-rules"
        title="Who decides which reviews"
        detail="beyond the role reviewer"
        add={
          mayEdit && (
            <Button icon={Plus} onClick={() => setOpen('new')}>
              Add a rule
            </Button>
          )
        }
        query={query}
        failed="The rules could not be read"
        empty={{
          title: 'Any reviewer decides any review',
          says: 'A rule asks for more where a team, a connection or a risk calls for it: a second pair of eyes, a clearance, or a group.',
        }}
        columns={3}
        head={
          <>
            <Th>Reviews of</Th>
            <Th className="max-sm:hidden">Ask for</Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {query.data?.map((rule) => (
          <Tr key={rule.id}>
            <Td className="whitespace-normal max-sm:w-full">
              <TwoLines phone={[asksInWords(rule)]}>{forInWords(rule, nameOf)}</TwoLines>
            </Td>
            <Td className="whitespace-normal max-sm:hidden">{asksInWords(rule)}</Td>
            <Td numeric>
              {mayEdit && (
                <span className="inline-flex gap-1 max-sm:-mr-2 max-sm:grid max-sm:py-1.5">
                  <Button
                    size="sm"
                    variant="ghost"
                    onClick={() => setOpen(rule)}
                    aria-label={`Change the rule for ${forInWords(rule, nameOf)}`}
                  >
                    Change…
                  </Button>
                  <Button
                    size="sm"
                    variant="ghost"
                    onClick={() => setRemoving(rule)}
                    aria-label={`Remove the rule for ${forInWords(rule, nameOf)}`}
                  >
                    Remove…
                  </Button>
                </span>
              )}
            </Td>
          </Tr>
        ))}
      </SettingsList>
      {open && <RuleDialog rule={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
      {removing && <Remove rule={removing} onClose={() => setRemoving(undefined)} />}
    </>
  )
}

function Remove({ rule, onClose }: { rule: ListedRule; onClose: () => void }) {
  const nameOf = useConnectionName()
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.reviewRules.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.reviewRules.pathFilter())
        await queryClient.invalidateQueries(trpc.reviews.pathFilter())
        toast({ title: 'The rule is removed' })
      },
    }),
  )
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Remove this rule?"
      confirm="Remove the rule"
      onConfirm={() => remove.mutateAsync({ id: rule.id })}
    >
      Reviews of {forInWords(rule, nameOf)} no longer ask for {asksInWords(rule)}, the open ones included.
    </AlertDialog>
  )
}
