import { z } from 'zod'
import type { Change } from './changes'

const NAMED = 6

/** What a version changed, in the small: kept beside it, so that a list of a thousand needs no drawings. */
export const changedSchema = z.object({
  /** Whether there was a version before. */
  first: z.boolean().default(false),
  /** The first few, what runs notice first. */
  items: z.array(
    z.object({
      of: z.enum(['team', 'node', 'handoff', 'contract', 'agent', 'connection', 'called', 'note', 'group']),
      what: z.enum(['added', 'removed', 'changed', 'moved']),
      name: z.string(),
    }),
  ),
  /** How many there are beside these. */
  more: z.number().int().nonnegative(),
  /** Whether a run would notice any. */
  matters: z.boolean(),
})
export type Changed = z.infer<typeof changedSchema>

/** Handoffs that come and go with their nodes are left out: the nodes say it. */
export function changedBy(changes: readonly Change[], first: boolean): Changed {
  const told = changes.filter(({ of, what }) => of !== 'handoff' || what === 'changed')
  const items = told.length > 0 ? told : changes
  return {
    first,
    items: items.slice(0, NAMED).map(({ of, what, name }) => ({ of, what, name })),
    more: Math.max(0, items.length - NAMED),
    matters: changes.some(({ matters }) => matters),
  }
}

const OF: Partial<Record<Change['of'], string>> = {
  handoff: 'handoff ',
  contract: 'contract ',
  agent: 'agent ',
  connection: 'connection ',
  called: 'called team ',
  note: 'note ',
  group: 'group ',
}
const WORDS = { added: 'Added', removed: 'Removed', changed: 'Changed', moved: 'Moved' } as const

/** In a line, for people: `Added Legal check. Changed Qualifier, contract lead.brief 3.` */
export function changedLine({ first, items, more, matters }: Changed): string {
  // Against nothing all is added: naming some of it would say less.
  if (first) return 'The first version.'
  if (items.length === 0) return 'Nothing that is drawn.'
  const parts = (['added', 'removed', 'changed', 'moved'] as const).flatMap((what) => {
    const names = items.filter((item) => item.what === what)
    return names.length === 0
      ? []
      : [`${WORDS[what]} ${names.map(({ of, name }) => nameOf(of, name)).join(', ')}.`]
  })
  return [...parts, ...(more > 0 ? [`${more} more.`] : []), ...(matters ? [] : ['No run notices it.'])].join(
    ' ',
  )
}

const nameOf = (of: Change['of'], name: string): string =>
  of === 'team' ? 'the team’s name, goal or purpose' : `${OF[of] ?? ''}${name}`
