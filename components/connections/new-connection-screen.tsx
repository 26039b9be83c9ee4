'use client'

import { Braces, Database, Mail, PlugZap, Webhook, type LucideIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { Page } from '@/components/shell/page'
import { useMay } from '@/components/shell/session'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { CONNECTION_KIND, CONNECTION_KINDS, type ConnectionKind } from '@/domain/connection/kinds/registry'
import { ConnectionForm } from './connection-form'

const ICONS: Record<ConnectionKind, LucideIcon> = {
  http: Braces,
  mcp: PlugZap,
  smtp: Mail,
  postgres: Database,
  webhook: Webhook,
}

/** First what it is, then how it is reached. */
export function NewConnectionScreen() {
  const router = useRouter()
  const mayEdit = useMay('connection.edit')
  const [kind, setKind] = useQueryState('kind', parseAsStringLiteral(CONNECTION_KINDS))
  const crumbs = [{ label: 'Connections', href: '/connections' }]
  return (
    <Page title="New connection" crumbs={crumbs} {...(kind && { detail: CONNECTION_KIND[kind].title })}>
      {!mayEdit ? (
        <EmptyState title="Only an admin makes connections" />
      ) : kind ? (
        <div className="mx-auto grid max-w-160 gap-4 p-5 max-sm:p-4">
          <div>
            <Button onClick={() => void setKind(null)}>Another kind</Button>
          </div>
          <ConnectionForm
            key={kind}
            kind={kind}
            connection={undefined}
            onSaved={(id) => router.push(`/connections/${id}?tab=operations`)}
          />
        </div>
      ) : (
        <ul className="mx-auto grid max-w-200 grid-cols-2 gap-3 p-5 max-sm:grid-cols-1 max-sm:p-4">
          {CONNECTION_KINDS.map((one) => {
            const Icon = ICONS[one]
            const { title, summary } = CONNECTION_KIND[one]
            return (
              <li key={one} className="grid">
                <button
                  type="button"
                  onClick={() => void setKind(one)}
                  className="grid grid-cols-[auto_minmax(0,1fr)] content-start gap-x-3 gap-y-0.5 rounded-8 border border-line p-4 text-left hover:border-line-strong hover:bg-hover"
                >
                  <Icon className="row-span-2 mt-0.5 size-4 text-fg-2" aria-hidden />
                  <b className="font-label">{title}</b>
                  <span className="text-fg-2">{summary}</span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
    </Page>
  )
}
