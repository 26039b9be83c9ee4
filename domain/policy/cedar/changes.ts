import type { Policy, PolicySet } from './policy'

/** What became of one policy between two sets. */
export type PolicyChange =
  | { kind: 'added'; id: string; after: Policy }
  | { kind: 'removed'; id: string; before: Policy }
  | { kind: 'changed'; id: string; before: Policy; after: Policy }

/** What differs from one set to another, by name: what is new and what changed in the order it stands, then what is gone. */
export function policyChanges(before: PolicySet, after: PolicySet): PolicyChange[] {
  const old = new Map(before.map((policy) => [policy.id, policy]))
  const now = new Set(after.map(({ id }) => id))
  return [
    ...after.flatMap((policy): PolicyChange[] => {
      const was = old.get(policy.id)
      if (!was) return [{ kind: 'added', id: policy.id, after: policy }]
      const same = was.title === policy.title && was.text === policy.text
      return same ? [] : [{ kind: 'changed', id: policy.id, before: was, after: policy }]
    }),
    ...before.flatMap((policy): PolicyChange[] =>
      now.has(policy.id) ? [] : [{ kind: 'removed', id: policy.id, before: policy }],
    ),
  ]
}

/** Whether the text of a policy became another while the sentence beside it stayed: it may not say any more what it does. */
export const sentenceIsOld = (change: PolicyChange | undefined): boolean =>
  change?.kind === 'changed' &&
  change.before.title.trim() === change.after.title.trim() &&
  spaced(change.before.text) !== spaced(change.after.text)

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim()
