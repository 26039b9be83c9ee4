import type { Permission } from './permission'

/** What waits for a second person where the workspace asks for one: who sees whether it does, and who changes that. */
export const SECOND_PERSON = {
  publishing: { reads: 'workspace.read', edits: 'publishing.edit' },
  erasing: { reads: 'privacy.read', edits: 'privacy.edit' },
} as const satisfies Record<string, { reads: Permission; edits: Permission }>

export type SecondPersonFor = keyof typeof SECOND_PERSON

export const SECOND_PERSON_FOR = Object.keys(SECOND_PERSON) as [SecondPersonFor, ...SecondPersonFor[]]
