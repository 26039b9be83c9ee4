'use client'

import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { StageList } from '@/components/gate/stage-list'
import { Button } from '@/components/ui/button'
import { Duration } from '@/components/ui/duration'
import { RelativeTime } from '@/components/ui/relative-time'
import { formatUtc } from '@/components/ui/format-time'
import { effectsBehind } from '@/domain/run/effects-behind'
import { kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import type { RunDetail, RunReview, RunStep } from '../run-types'
import type { Visit } from '../timeline/visits'
import { Block } from './block'
import { AskedBack, InPlaceOf } from './asked-back'
import { Calls } from './calls'
import { PolicyLines, Rules } from './checks'
import { Provenance } from './provenance'
import { Failure } from './failure'
import { Pattern, RoundsTold } from './pattern'
import { Output, Reasons } from './said'
import { Saw } from './saw'
import { SettlingBlock } from './settling'
import { SupervisionBlock } from './supervision'
import { Tools } from './tools'

/** What happened in one attempt, in the order in which it happened. */
export function StepTab({
  run,
  visit,
  step,
  now,
}: {
  run: RunDetail
  visit: Visit
  step: RunStep | undefined
  now: number
}) {
  const node = run.bundle.nodes[visit.node]
  const contract = node && 'produces' in node ? node.produces : undefined
  const result = step?.result ?? {}
  const reserved = run.calls
    .filter(
      (call) =>
        call.node === step?.node && call.iteration === step.iteration && call.attempt === step.attempt,
    )
    .reduce((sum, { reservedMicros }) => sum + reservedMicros, 0n)
  const nameOf = (id: string) => run.bundle.nodes[id]?.name ?? id
  const open = visit.reviews.find(({ status }) => status === 'open')
  return (
    <div className="pb-4">
      {open && <OpenReview run={run} review={open} />}
      {!open && !step && visit.reviews.length > 0 && (
        <p className="px-4 pt-3 text-fg-2">
          Nobody decided: the review was withdrawn when the run ended. {visit.reviews.at(-1)?.question}
        </p>
      )}
      {visit.held && (
        <p className="px-4 pt-3 text-fg-2">
          Held <RelativeTime at={visit.held.since} focusable />. {visit.held.says} It goes on by itself once
          that is resumed.
        </p>
      )}
      {visit.at === 'ready' && !visit.held && !visit.turn && <Working visit={visit} retry={step} now={now} />}
      {visit.turn && (
        <Block
          title="Waits for its turn"
          {...(visit.turn.until && { end: `until ${formatUtc(visit.turn.until)}` })}
        >
          <p>{visit.turn.says}</p>
        </Block>
      )}
      {result.failure && (
        <div className="px-4 pt-3">
          <Failure failure={result.failure} />
        </div>
      )}
      {result.supervision ? (
        <SupervisionBlock supervision={result.supervision} verdict={result.verdict} nameOf={nameOf} />
      ) : (
        result.verdict && <Verdict verdict={result.verdict} at={step?.endedAt} />
      )}
      {result.gate && !result.effect && (
        <Block title="What it went through" detail={`${result.gate.risk} risk`}>
          <StageList gate={result.gate} />
        </Block>
      )}
      {result.settling && <SettlingBlock settling={result.settling} nameOf={nameOf} />}
      {result.rules && <Rules rules={result.rules} />}
      {result.route && (
        <Block title="Way taken">
          <p>{routeLabel(node, result.route)}</p>
        </Block>
      )}
      {result.event && (
        <Block title="Event" end={result.event.from}>
          <p>
            <span className="font-mono text-12">{result.event.name}</span> with key {result.event.key}
          </p>
        </Block>
      )}
      {result.standIn && <InPlaceOf standIn={result.standIn} />}
      <Pattern run={run} visit={visit} result={result} />
      {result.view && <Saw view={result.view} label={result.label} nameOf={nameOf} />}
      {result.rounds && <RoundsTold run={run} visit={visit} rounds={result.rounds} />}
      {result.request && <AskedBack request={result.request} />}
      {result.output !== undefined && (
        <Output
          value={result.output}
          contract={contract}
          {...(result.verdict?.reviewId ? { by: result.verdict.by } : {})}
        />
      )}
      {result.envelope && <Reasons envelope={result.envelope} />}
      {result.effect && (
        <Block title="What it sent" end={result.effect.status}>
          <p className="text-fg-2">{result.effect.request.summary}</p>
          <p className="font-mono text-12 break-all text-fg-3">
            {result.effect.request.method} {result.effect.request.path}
          </p>
          {result.label && <Provenance label={result.label} nameOf={nameOf} />}
        </Block>
      )}
      {result.tools && result.tools.length > 0 && <Tools tools={result.tools} />}
      {result.calls && result.calls.length > 0 && (
        <Calls calls={result.calls} {...(reserved > 0n ? { reserved } : {})} />
      )}
      <PolicyLines result={result} />
      {visit.kind === 'end' && (
        <p className="px-4 pt-3 text-fg-2">
          The path ends here: {run.outcome?.result ?? 'the run goes on elsewhere'}.
        </p>
      )}
    </div>
  )
}

function OpenReview({ run, review }: { run: RunDetail; review: RunReview }) {
  const held = effectsBehind(run.bundle, review.node).map((node) => run.bundle.nodes[node]?.name ?? node)
  return (
    <div className="mx-4 mt-3 grid gap-2 rounded-6 border border-waiting-line bg-waiting-bg px-3 py-2.5">
      <p className="font-label">{review.question}</p>
      <p className="text-12 text-fg-2">
        {review.reason} · due <RelativeTime at={review.dueAt} />
      </p>
      {held.length > 0 && <p className="text-12 text-fg-2">Only if approved: {held.join(', ')}.</p>}
      <Button asChild className="justify-self-start">
        <Link href={`/inbox?review=${review.id}`}>
          Open the review <ArrowRight className="size-3.5" aria-hidden />
        </Link>
      </Button>
    </div>
  )
}

function Working({ visit, retry, now }: { visit: Visit; retry: RunStep | undefined; now: number }) {
  return (
    <p className="px-4 pt-3 text-fg-2">
      {retry && visit.since > now
        ? 'The next attempt begins in a moment.'
        : retry
          ? 'Another attempt is running, for '
          : 'Running, for '}
      {visit.since <= now && <Duration from={new Date(visit.since)} className="font-label text-fg" />}
    </p>
  )
}

function Verdict({
  verdict,
  at,
}: {
  verdict: NonNullable<RunStep['result']['verdict']>
  at: Date | undefined
}) {
  return (
    <Block title="Verdict" end={at ? formatUtc(at) : ''}>
      <p>
        <b className="font-label">{verdict.by}</b> {VERDICTS[verdict.decision] ?? verdict.decision}
        {verdict.edited && ', with edits'}.
      </p>
      <p className="text-fg-2">
        {verdict.reason ? `“${verdict.reason}”` : 'No reason was given; none was asked for.'}
      </p>
      {verdict.effects.length > 0 && (
        <ul className="mt-1 text-12 text-fg-3">
          {verdict.effects.map(({ node, digest }) => (
            <li key={node}>
              bound to {node}, request{' '}
              <span className="font-mono">{digest.replace(/^(hmac-)?sha256:/, '').slice(0, 16)}…</span>
            </li>
          ))}
        </ul>
      )}
      {verdict.reviewId && (
        <Link
          href={`/inbox?review=${verdict.reviewId}`}
          className="mt-1 inline-flex items-center gap-1 text-12 font-label text-fg-2 hover:text-fg"
        >
          What was shown <ArrowRight className="size-3" aria-hidden />
        </Link>
      )}
    </Block>
  )
}

const VERDICTS: Record<string, string> = {
  approve: 'approved',
  reject: 'rejected',
  send_back: 'sent it back',
  retry: 'asked for another try',
  raise: 'raised the budget',
}

function routeLabel(node: TeamNode | undefined, port: string): string {
  if (node?.kind === 'router') {
    const route = node.routes.find((each) => each.port === port)
    return route ? `${route.label || route.port}: ${route.when}` : 'Otherwise: no condition held'
  }
  return (
    (node &&
      kindOf(node)
        .ports(node)
        .find(({ id }) => id === port)?.label) ??
    port
  )
}
