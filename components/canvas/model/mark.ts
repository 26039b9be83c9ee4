/** How something stands out where two versions are laid over each other. */
export type Mark = 'added' | 'removed' | 'changed' | 'moved'

export const MARK_SIGNS: Record<Mark, string> = { added: '+', removed: '−', changed: '~', moved: '↔' }
