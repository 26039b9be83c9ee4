'use client'

import { Page } from '@/components/shell/page'

export function SettingsScreen() {
  return <Page title="Settings">{null}</Page>
}
