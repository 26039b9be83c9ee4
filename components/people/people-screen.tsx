'use client'

import { Page } from '@/components/shell/page'
import { useMay } from '@/components/shell/session'
import { AccessSection } from './access-section'
import { DelegationSection } from './delegation-section'
import { GroupSection } from './group-section'
import { RuleSection } from './rule-section'

/** Who belongs together, who decides which reviews, and what was taken in an emergency. */
export function PeopleScreen() {
  const mayBreak = useMay('access.break')
  const mayReviews = useMay('review.read')
  return (
    <Page title="People" crumbs={[{ label: 'Settings', href: '/settings' }]}>
      <div className="grid max-w-220 grid-cols-[minmax(0,1fr)] gap-8 p-5 max-sm:p-4">
        <GroupSection />
        <RuleSection />
        {mayReviews && <DelegationSection />}
        {mayBreak && <AccessSection />}
      </div>
    </Page>
  )
}
