import { renderTemplate } from '@/domain/expression/cel'
import { bindingsOf } from '../bindings'
import { reviewView } from '../review-view'
import type { Handler } from '../types'

/** Opens a review and lets go: the verdict's own transaction takes the run on. */
export const runHuman: Handler<'human'> = async (activation) => {
  const { node, version, at, startedAt } = activation
  const bindings = bindingsOf(version.bundle, at.state, at.steps)
  const question = renderTemplate(node.question || `${node.name}?`, bindings, { lenient: true })
  const view = await reviewView(activation, { kind: 'approval', question })
  return {
    kind: 'park',
    result: {},
    review: {
      kind: 'approval',
      question,
      reason: view.reasons.map(({ text }) => text).join(' · ') || 'A person decides here.',
      risk: node.risk,
      view,
      fourEyes: node.fourEyes,
      dueAt: new Date(startedAt.getTime() + node.dueHours * 3_600_000).toISOString(),
    },
  }
}
