import { BatonError } from '@/domain/problem'
import type { Verdict } from '@/domain/run/review'
import { authorize, type Context } from '../context'
import { askedReview, decideOn, noReview } from '../review/decide'

/**
 * What a trial asks of a person, answered by whoever tries the draft: it is shadow, so no reviewer is needed and four eyes
 * do not count. A budget is real all the same, and is not raised here.
 * @throws BatonError not_found · conflict · invalid, as a reviewer's verdict
 */
export async function answerTrial(ctx: Context, { id, verdict }: { id: string; verdict: Verdict }) {
  const scope = await authorize(ctx, 'run.start')
  const asked = await askedReview(scope, id)
  if (!asked?.run.trial) throw noReview(id)
  if (verdict.decision === 'raise')
    throw new BatonError('invalid', 'A budget is not raised in the bench: an admin raises it under Costs.', [
      { pointer: '/decision', message: 'is not open in a trial' },
    ])
  // Instructions are followed: nobody's stand in for them.
  const unsaid = verdict.decision === 'send_back' ? '' : 'Answered in the bench.'
  return decideOn(scope, asked, { ...verdict, reason: verdict.reason || unsaid })
}
