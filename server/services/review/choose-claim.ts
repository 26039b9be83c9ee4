import { BatonError } from '@/domain/problem'
import { choose } from '@/domain/run/settle'
import type { DecidedGate } from '@/domain/run/step'
import { checkInstance } from '@/server/bounded'
import { stateAfter, stateWrite } from '@/server/engine/commit'
import { onward } from '@/server/engine/onward'
import type { Commit } from '@/server/engine/store'
import { base, type Deciding } from './deciding'

/**
 * A person chooses which of the claims holds: of those that were shown, whatever the state says by now.
 * @throws BatonError invalid when no claim, or one that was not shown, is named
 */
export function settledBy(deciding: Deciding): Commit {
  const { version, at, view, verdict, by, review } = deciding
  const node = version.bundle.nodes[at.node]
  const claims = view.conflict?.claims.map(({ by: who, value, confidence }) => ({
    by: who,
    value,
    ...(confidence !== undefined && { confidence }),
  }))
  if (node?.kind !== 'conflict' || !claims) throw new Error(`review ${review.id} shows no claims`)
  const settled = verdict.claim === undefined ? undefined : choose(node, claims, verdict.claim, 'person')
  if (!settled)
    throw new BatonError('invalid', 'Say which of the claims holds.', [
      { pointer: '/claim', message: `is one of 0 to ${claims.length - 1}` },
    ])
  const contract = node.produces ? version.bundle.contracts[node.produces] : undefined
  const problems = contract ? checkInstance(contract.schema, settled) : []
  if (problems.length)
    throw new BatonError(
      'invalid',
      `That claim does not fit ${contract?.name ?? ''} ${contract?.version ?? ''}.`,
      problems.map((problem) => ({ ...problem, pointer: '/claim' })),
    )
  const decided: DecidedGate = {
    reviewId: review.id,
    decision: 'approve',
    by: by.name,
    reason: verdict.reason,
    edited: false,
    effects: [],
  }
  const write = { slot: node.id, value: settled, writer: by }
  return {
    ...base(deciding),
    // An adjudicator that asked a person has an attempt of its own.
    attempt: at.attempt + 1,
    step: {
      kind: node.kind,
      status: 'done',
      port: 'out',
      result: { verdict: decided, output: settled, settling: { claims, settled } },
      costMicros: '0',
      startedAt: new Date().toISOString(),
    },
    state: stateWrite(at, write),
    ...onward(version, at, 'out', stateAfter(at, write)),
  }
}
