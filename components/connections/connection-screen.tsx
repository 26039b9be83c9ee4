'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { GuardChip } from '@/components/settings/guard-state'
import { Page } from '@/components/shell/page'
import { codeOf, messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { figure } from '@/components/ui/counted'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonList } from '@/components/ui/skeleton'
import { Tabs } from '@/components/ui/tabs'
import { CONNECTION_KIND } from '@/domain/connection/kinds/registry'
import { CallTab } from './call-tab'
import { HealthTab } from './health-tab'
import { LedgerTab } from './ledger-tab'
import { OperationsTab } from './operations-tab'
import { SettingsTab } from './settings-tab'

const TABS = ['settings', 'operations', 'call', 'health', 'ledger'] as const

/** One connection: how it is set up, what can be asked of it, a call of it now, how it does, and who called it. */
export function ConnectionScreen({ id }: { id: string }) {
  const trpc = useTRPC()
  const mayEdit = useMay('connection.edit')
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('settings'))
  const { data: connection, error, refetch, isFetching } = useQuery(trpc.connections.get.queryOptions({ id }))
  const crumbs = [{ label: 'Connections', href: '/connections' }]
  if (!connection)
    return (
      <Page title="Connection" crumbs={crumbs}>
        {error ? (
          <ErrorState
            title={codeOf(error) === 'NOT_FOUND' ? 'There is no such connection' : 'It could not be read'}
            {...(codeOf(error) !== 'NOT_FOUND' && { onRetry: refetch, retrying: isFetching })}
          >
            {messageOf(error)}
          </ErrorState>
        ) : (
          <SkeletonList rows={8} />
        )}
      </Page>
    )
  const { name, kind, operations } = connection
  const waiting = operations.filter(({ state }) => state === 'new' || state === 'changed').length
  return (
    <Page
      title={name}
      crumbs={crumbs}
      scroll={false}
      detail={
        <span className="inline-flex items-center gap-2">
          {CONNECTION_KIND[kind].title}
          <GuardChip guard={connection.guard} />
        </span>
      }
    >
      <Tabs
        label={name}
        className="h-full"
        value={tab}
        onValueChange={(next) => void setTab(next)}
        items={[
          { value: 'settings', label: 'Settings', content: <SettingsTab connection={connection} /> },
          {
            value: 'operations',
            label: 'Operations',
            count: operations.length,
            note: waiting > 0 ? `${figure(waiting)} to look at` : undefined,
            content: <OperationsTab connection={connection} />,
          },
          ...(mayEdit
            ? [{ value: 'call' as const, label: 'Call now', content: <CallTab connection={connection} /> }]
            : []),
          { value: 'health', label: 'Health', content: <HealthTab connection={connection} /> },
          { value: 'ledger', label: 'Ledger', content: <LedgerTab connection={connection} /> },
        ]}
      />
    </Page>
  )
}
