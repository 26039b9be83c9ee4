import { REDACTED } from '../policy/mask'
import { seenSlots, type Hidden } from '../policy/seen-data'
import {
  firstOfEach,
  KEPT,
  seenState,
  seesTitle,
  seesWords,
  untitled,
  withoutValues,
  type RunLooker,
} from './run-sight'
import type { ReviewView } from './review'

/** A review as one reader may see it. */
export interface SeenReview {
  view: ReviewView
  /** What of its data is hidden or not shown as it is. */
  hidden: Hidden[]
}

/** A review's question, with its run's title as it was asked. */
interface AskedQuestion {
  kind: string
  /** Where it was asked. */
  node: string
  question: string
  run: { id: string; title: string }
}

/** A question as its reader may see it: where it was made of what they do not see, what it is about without that. */
export function seenQuestion(look: RunLooker, { kind, node: id, question, run }: AskedQuestion): string {
  const node = look.bundle.nodes[id]
  if (kind === 'approval' && node?.kind === 'action' && !seesWords(look, node.summary))
    return effectQuestion(node.name)
  if (
    (kind === 'approval' || kind === 'conflict') &&
    node &&
    'question' in node &&
    !seesWords(look, node.question)
  )
    return `${node.name}?`
  return seesTitle(look) || run.title === '' ? question : question.replaceAll(run.title, untitled(run.id))
}

/** What is asked of an effect that its own gate holds. */
export const effectQuestion = (name: string): string => `Let “${name}” go out?`

/**
 * A review's data as its reader may see it, field by field, as an agent's view is served. Words and requests that were made
 * from the data may quote any of it, so they are shown only to who sees all of it.
 * @param node where it was asked
 */
export function seenReview(view: ReviewView, run: RunLooker, node: string): SeenReview {
  const evidence = seenState(run, view.evidence)
  const draft = view.draft && seenDraft(view.draft, run)
  const hidden = firstOfEach([...evidence.hidden, ...(draft?.hidden ?? [])])
  const { kind, question } = view
  const seen: ReviewView = {
    ...view,
    question: seenQuestion(run, { kind, node, question, run: view.run }),
    ...(!seesTitle(run) && { run: { ...view.run, title: untitled(view.run.id) } }),
    evidence: evidence.data,
    ...(view.draft && { draft: { ...view.draft, value: draft?.value ?? null } }),
  }
  return { view: hidden.length ? withoutWords(seen) : seen, hidden }
}

function seenDraft(
  { slot, contract: ref = '', value }: NonNullable<ReviewView['draft']>,
  run: RunLooker,
): { value: unknown; hidden: Hidden[] } {
  const seen = seenState(run, { [slot]: value })
  const contract = run.bundle.contracts[ref]
  if (run.bundle.nodes[slot] || !contract) return { value: seen.data[slot], hidden: seen.hidden }
  const known = { schema: contract.schema, contracts: [contract.name] }
  const { data, hidden } = seenSlots({ [slot]: value }, () => known, run.looker, run.sees)
  return { value: data[slot], hidden }
}

function withoutWords(view: ReviewView): ReviewView {
  return {
    ...view,
    // A budget's are about money.
    reasons: view.kind === 'budget' ? view.reasons : view.reasons.map((one) => ({ ...one, text: REDACTED })),
    effects: view.effects.map((effect) => ({
      ...withoutValues(effect, KEPT.request),
      changes: effect.changes.map(({ label, field }) => ({ label, field, after: REDACTED })),
    })),
    chain: view.chain.map((link) => ({ ...link, says: REDACTED })),
    ...(view.failure && { failure: withoutDetails(view.failure) }),
    ...(view.rules && { rules: view.rules.map((rule) => ({ ...rule, message: REDACTED })) }),
    ...(view.gate && { gate: withoutValues(view.gate, KEPT.gate) }),
    ...(view.conflict && {
      conflict: {
        ...view.conflict,
        because: REDACTED,
        claims: view.conflict.claims.map((claim) => ({ ...claim, value: REDACTED, rationale: REDACTED })),
      },
    }),
  }
}

/** What went wrong, by its code alone. */
export const withoutDetails = <T extends { message: string; details?: unknown }>({
  details: _unseen,
  ...failure
}: T): Omit<T, 'details'> & { message: string } => ({ ...failure, message: REDACTED })
