'use client'

import Link from 'next/link'
import { SessionSection } from '@/components/people/session-section'
import { SourceSection } from '@/components/events/source-section'
import { Page } from '@/components/shell/page'
import { useMay } from '@/components/shell/session'
import { StopSection } from '@/components/stops/stop-section'
import { Button } from '@/components/ui/button'
import { EnvironmentSection } from './environment-section'
import { TokenSection } from './token-section'
import { WorkspaceForm } from './workspace-form'

/** The workspace itself, and who may call it from outside. */
export function SettingsScreen() {
  const mayEdit = useMay('member.edit')
  const mayTokens = useMay('token.edit')
  return (
    <Page title="Settings">
      <div className="grid max-w-200 grid-cols-[minmax(0,1fr)] gap-8 p-5 max-sm:p-4">
        <WorkspaceForm mayEdit={mayEdit} />
        <section className="flex items-center gap-3">
          <div>
            <h2 className="font-strong">People</h2>
            <p className="text-fg-2">
              Groups, who decides which reviews, who stands in for whom, and emergency access.
            </p>
          </div>
          <Button asChild className="ml-auto">
            <Link href="/settings/people">Open</Link>
          </Button>
        </section>
        <SessionSection />
        <EnvironmentSection />
        <StopSection />
        <SourceSection />
        {mayTokens ? (
          <TokenSection />
        ) : (
          <section>
            <h2 className="font-strong">API tokens</h2>
            <p className="text-fg-2">Only an admin sees and makes tokens.</p>
          </section>
        )}
      </div>
    </Page>
  )
}
