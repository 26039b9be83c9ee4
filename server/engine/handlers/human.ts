import { renderTemplate } from '@/domain/expression/cel'
import { bounded, TooLongError } from '@/server/bounded'
import { bindingsOf } from '../bindings'
import { reviewView } from '../review-view'
import type { Handler } from '../types'

/** What cannot be worked out in time is asked as it was written. */
function asked(template: string, bindings: Record<string, unknown>): string {
  try {
    return bounded(() => renderTemplate(template, bindings, { lenient: true }))
  } catch (error) {
    if (!(error instanceof TooLongError)) throw error
    return template
  }
}

/** Opens a review and lets go: the verdict's own transaction takes the run on. */
export const runHuman: Handler<'human'> = async (activation) => {
  const { node, version, at, startedAt } = activation
  const bindings = bindingsOf(version.bundle, at.state, at.steps)
  const question = asked(node.question || `${node.name}?`, bindings)
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
