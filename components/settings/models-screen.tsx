'use client'

import { Page } from '@/components/shell/page'

export function ModelsScreen() {
  return <Page title="Models">{null}</Page>
}
