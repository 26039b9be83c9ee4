import type { RestartFrom, RestartVersion } from '@/domain/run/restart'
import { authorize, type Context } from '../context'
import { goOn } from './go-on'
import { startAgain } from './start-again'

export interface RestartRun {
  id: string
  /** start: a new run with the same input · step: this one, where it stopped · person: this one, put to a person there */
  from: RestartFrom
  version?: RestartVersion
  reason?: string
  /** From the start: the same key starts it once more only once. */
  idempotencyKey?: string
}

/**
 * Takes up a run that failed or was cancelled; any run can be done once more from the start. What it has written outside
 * stays out: going on does not repeat it, a new run does it anew.
 * @returns the run that goes on: another one when it is from the start. `created` is false when the key is known
 * @throws BatonError not_found · conflict (nothing stopped half-way; somebody took it up already; stopped by a switch) ·
 * invalid (the version does not stand for what happened, with the reasons; the input does not fit it)
 */
export async function restartRun(ctx: Context, asked: RestartRun): Promise<{ id: string; created: boolean }> {
  const scope = await authorize(ctx, 'run.start')
  const { id, from, version = 'same', reason = '', idempotencyKey } = asked
  return from === 'start'
    ? startAgain(scope, { id, version, reason, idempotencyKey })
    : goOn(scope, { id, from, version, reason })
}
