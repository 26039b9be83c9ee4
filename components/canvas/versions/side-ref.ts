/** What one side of a comparison is, as it stands in the address: `draft`, `none`, `7`, `prp_…`. */
export type SideRef =
  | { kind: 'draft' }
  /** Nothing: against it all is new. */
  | { kind: 'none' }
  | { kind: 'version'; number: number }
  | { kind: 'proposal'; id: string }

export const DRAFT: SideRef = { kind: 'draft' }

export function parseSide(text: string | null): SideRef | undefined {
  if (text === null || text === '') return undefined
  if (text === 'draft' || text === 'none') return { kind: text }
  if (/^[1-9]\d{0,8}$/.test(text)) return { kind: 'version', number: Number(text) }
  return text.startsWith('prp_') ? { kind: 'proposal', id: text } : undefined
}

export function formatSide(ref: SideRef): string {
  switch (ref.kind) {
    case 'draft':
    case 'none':
      return ref.kind
    case 'version':
      return String(ref.number)
    case 'proposal':
      return ref.id
  }
}

/** As people call it. */
export function sayRef(ref: SideRef): string {
  switch (ref.kind) {
    case 'draft':
      return 'Draft'
    case 'none':
      return 'nothing'
    case 'version':
      return `v${ref.number}`
    case 'proposal':
      return 'Proposal'
  }
}
