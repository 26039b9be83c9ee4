'use client'

import { useQuery } from '@tanstack/react-query'
import { SecondPersonSwitch } from '@/components/second-person/second-person-switch'
import { Page } from '@/components/shell/page'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { EmptyState } from '@/components/ui/empty-state'
import { ErasureList } from './erasure-list'
import { FindSection } from './find-section'
import { HoldSection } from './hold-section'
import { RetentionSection } from './retention-section'

/** A person's data: found, erased, held, and kept no longer than they are needed. */
export function PrivacyScreen() {
  const mayRead = useMay('privacy.read')
  return (
    <Page title="Privacy">
      {mayRead ? (
        <Sections />
      ) : (
        <EmptyState title="Only for admins and auditors">
          They find, hold and erase what runs keep of a person. Ask one of them where you need it.
        </EmptyState>
      )}
    </Page>
  )
}

function Sections() {
  const trpc = useTRPC()
  const mayErase = useMay('privacy.erase')
  const { data } = useQuery(trpc.secondPerson.erasing.get.queryOptions())
  return (
    <div className="grid max-w-260 grid-cols-[minmax(0,1fr)] gap-9 p-5 max-sm:p-4">
      {mayErase && <FindSection secondPerson={data?.asked ?? false} />}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ErasureList />
        <SecondPersonSwitch what="erasing" />
      </div>
      <HoldSection />
      <RetentionSection />
    </div>
  )
}
