import type { TeamDocument } from '@/domain/team/document'

/** The document as JSON has it: members that are undefined are gone, so that it has a digest and compares by value. */
export const tidy = (document: TeamDocument): TeamDocument =>
  JSON.parse(JSON.stringify(document)) as TeamDocument
