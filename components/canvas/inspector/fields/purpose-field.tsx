'use client'

import { USUAL_PURPOSE } from '@/domain/team/document'
import { slugOf } from '@/domain/team/slug'
import { useStudio } from '../../studio/studio-context'
import { TextField } from './text-field'

/** What the team may use data for, as policies ask for it: one word of its own, or the usual business. */
export function PurposeField() {
  const { document, edit } = useStudio()
  return (
    <TextField
      label="Purpose"
      mono
      value={document.purpose ?? ''}
      placeholder={USUAL_PURPOSE}
      hint="What its agents use data for, in a word such as fraud-checks. Policies may show a field for one purpose and hide it for another."
      onCommit={(typed) => edit({ type: 'team.purpose', purpose: slugOf(typed) || null })}
    />
  )
}
