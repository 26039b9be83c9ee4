import { draftAndScore } from './draft-and-score'
import { eventAwaited } from './event-awaited'
import type { Example } from './example'
import { forEachLine } from './for-each-line'
import { hubAndSpoke } from './hub-and-spoke'
import { parallelOpinions } from './parallel-opinions'
import { requestBack } from './request-back'
import { settledClaims } from './settled-claims'
import { supervisedWork } from './supervised-work'
import { teamCallsTeam } from './team-calls-team'
import { timedReminder } from './timed-reminder'

/** One small team for each way of working together, simplest first. A new one is a file here and its line. */
export const EXAMPLES: readonly Example[] = [
  parallelOpinions,
  forEachLine,
  draftAndScore,
  requestBack,
  supervisedWork,
  settledClaims,
  hubAndSpoke,
  timedReminder,
  eventAwaited,
  teamCallsTeam,
]
