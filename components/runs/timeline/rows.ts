import { counted } from '@/components/ui/counted'
import { effectsBehind } from '@/domain/run/effects-behind'
import type { RunCall, RunFacts, RunReview, RunStep } from '../run-types'
import { laneTree } from '../lanes/lane-tree'
import { unite, type Span } from './axis'
import type { Bar, Row, Shown } from './row'
import { laneRows } from './lane-rows'
import { patternNote } from './pattern-note'
import { pauseNote, pauseOf } from './pauses'
import { lastAttempt, visitsOf, type Visit } from './visits'

const PLAIN: Shown = { turned: new Set(), all: false }

/** The waterfall's lines, top to bottom, lanes below what opened them; `now` ends what is still going on. */
export function rowsOf(run: RunFacts, now: number, shown: Shown = PLAIN): Row[] {
  const visits = visitsOf(run)
  const rowsOfVisit = (visit: Visit): Row[] => [
    stepRow(visit, run, now),
    ...callRows(visit, now),
    ...reviewRows(visit, now),
  ]
  return [...laneRows(laneTree(run, visits), rowsOfVisit, shown), ...ahead(run, visits)]
}

/** When something worked, as opposed to waiting for a person, a retry or a free worker. */
export function busyOf(run: RunFacts, now: number): Span[] {
  return unite([
    ...run.steps.filter(({ kind }) => kind !== 'human').map(spanOf),
    ...run.calls.map((call) => callSpan(call, now)),
    ...run.branches
      .filter(({ status }) => status === 'ready')
      .map(({ node, iteration, movedAt }) => ({
        from: movedAt.getTime(),
        // What is held worked until then.
        to: heldAt(run, node, iteration) ?? now,
      })),
  ])
}

const heldAt = (run: RunFacts, node: string, iteration: number): number | undefined =>
  run.held.find((held) => held.node === node && held.iteration === iteration)?.since.getTime()

/** When a person was being waited for. */
export const waitsOf = (run: RunFacts, now: number): Span[] =>
  unite(run.reviews.map((review) => waitSpan(review, now)))

/** From the start to the end, or to now. */
export function wholeOf(run: RunFacts, now: number): Span {
  const last = Math.max(
    run.createdAt.getTime(),
    ...run.steps.map(({ endedAt }) => endedAt.getTime()),
    ...run.reviews.map(({ decidedAt, createdAt }) => (decidedAt ?? createdAt).getTime()),
  )
  return { from: run.createdAt.getTime(), to: Math.max(last, run.endedAt?.getTime() ?? now) }
}

const spanOf = ({ startedAt, endedAt }: { startedAt: Date; endedAt: Date }): Span => ({
  from: startedAt.getTime(),
  to: Math.max(endedAt.getTime(), startedAt.getTime() + 1),
})

const callSpan = ({ startedAt, endedAt, status }: RunCall, now: number): Span => ({
  from: startedAt.getTime(),
  to: endedAt?.getTime() ?? (status === 'reserved' ? now : startedAt.getTime()),
})

const waitSpan = ({ createdAt, decidedAt, status }: RunReview, now: number): Span => ({
  from: createdAt.getTime(),
  to: decidedAt?.getTime() ?? (status === 'open' ? Math.max(now, createdAt.getTime()) : createdAt.getTime()),
})

const lengthOf = (spans: readonly Span[]): number =>
  spans.reduce((total, { from, to }) => total + to - from, 0)

function stepRow(visit: Visit, run: RunFacts, now: number): Row {
  const last = lastAttempt(visit)
  const base = {
    key: visit.key,
    level: 0 as const,
    depth: 0,
    kind: visit.kind,
    name: visit.name,
    visit: visit.key,
  }
  if (visit.kind === 'human') {
    const bars = visit.reviews.map((review): Bar => ({ ...waitSpan(review, now), tone: 'person' }))
    return { ...base, aside: '', bars, note: verdictNote(last), ms: lengthOf(bars), micros: null }
  }
  const bars = visit.attempts.map((step): Bar => ({ ...spanOf(step), tone: toneOf(step) }))
  if (visit.at === 'ready' && !visit.held) bars.push({ from: visit.since, to: now, tone: 'running' })
  const pause = pauseOf(visit, run, now)
  if (pause) bars.unshift({ ...pause, tone: 'pause' })
  const steps = visit.attempts.reduce((total, step) => total + step.costMicros, 0n)
  const calls = visit.calls.reduce((total, call) => total + call.costMicros, 0n)
  const micros = steps > calls ? steps : calls
  return {
    ...base,
    aside: visit.attempts.length > 1 ? `${visit.attempts.length} attempts` : '',
    bars,
    note: pauseNote(visit, run) ?? noteOf(visit, last),
    ms: bars.length ? lengthOf(bars) : null,
    micros: micros > 0n ? micros : null,
  }
}

function toneOf(step: RunStep): Bar['tone'] {
  if (step.status === 'failed') return step.result.failure?.code === 'budget_blocked' ? 'blocked' : 'failed'
  return step.result.rules?.some(({ held }) => !held) ? 'blocked' : 'work'
}

function noteOf(visit: Visit, last: RunStep | undefined): string {
  const result = last?.result
  if (last?.status === 'failed') return result?.failure?.message ?? ''
  const stopped = result?.rules?.find(({ held }) => !held)
  if (stopped) return `${stopped.id} stops it: ${stopped.message}`
  if (result?.verdict) return verdictNote(last)
  if (result?.request) return `asked ${result.request.of} for more`
  if (result?.standIn) return `${result.standIn.name} stood in`
  if (result?.calls?.some(({ purpose, result: came }) => purpose === 'repair' && came === 'fits'))
    return 'misfit, repaired'
  if (result?.calls?.some(({ purpose }) => purpose === 'fallback')) return 'another model stepped in'
  if (result?.effect) return result.effect.status
  return patternNote(visit, result) ?? ''
}

function verdictNote(step: RunStep | undefined): string {
  const verdict = step?.result.verdict
  if (!verdict) return ''
  const edited = verdict.edited ? ', edited' : ''
  const words: Record<string, string> = {
    approve: `approved${edited} by ${verdict.by}`,
    reject: `rejected by ${verdict.by}`,
    send_back: `sent back by ${verdict.by}`,
  }
  return words[verdict.decision] ?? `${verdict.decision} by ${verdict.by}`
}

function callRows(visit: Visit, now: number): Row[] {
  return [...new Set(visit.calls.map(({ model }) => model))].map((model) => {
    const calls = visit.calls.filter((call) => call.model === model)
    const bars = calls.map((call): Bar => ({
      ...callSpan(call, now),
      tone: call.status === 'failed' || call.status === 'reaped' ? 'call-failed' : 'call',
    }))
    const micros = calls.reduce((total, call) => total + call.costMicros, 0n)
    return {
      key: `${visit.key} ${model}`,
      level: 1,
      depth: 0,
      kind: 'call',
      name: `${model}, ${counted(calls.length, 'call')}`,
      aside: '',
      visit: visit.key,
      bars,
      note: '',
      ms: lengthOf(unite(bars)),
      micros,
    }
  })
}

const REVIEWS: Record<string, string> = { budget: 'Budget review', conflict: 'Choice among claims' }

/** Below a step that could not go on: how long it lay with people. A gate shows that itself. */
function reviewRows(visit: Visit, now: number): Row[] {
  if (visit.kind === 'human') return []
  return visit.reviews.map((review) => {
    const span = waitSpan(review, now)
    const verdict = review.verdict as { decision?: string } | null
    const did: Record<string, string> = {
      approve: review.kind === 'conflict' ? 'settled' : 'answered by hand',
      retry: 'another try',
      raise: 'budget raised',
    }
    return {
      key: review.id,
      level: 1,
      depth: 0,
      kind: 'review',
      name: REVIEWS[review.kind] ?? 'Escalation',
      aside: '',
      visit: visit.key,
      bars: [{ ...span, tone: 'person' }],
      note: !review.decidedBy
        ? ''
        : verdict?.decision === 'reject'
          ? `ended by ${review.decidedBy.name}`
          : `${did[verdict?.decision ?? ''] ?? 'decided'}, ${review.decidedBy.name}`,
      ms: span.to - span.from,
      micros: null,
    }
  })
}

/** What an open gate holds back: its effects, not reached yet. */
function ahead(run: RunFacts, visits: readonly Visit[]): Row[] {
  const gates = visits.filter(({ kind, at }) => kind === 'human' && at === 'waiting')
  const reached = new Set(visits.map(({ node }) => node))
  return gates
    .flatMap(({ node }) => effectsBehind(run.bundle, node))
    .filter((node, at, all) => !reached.has(node) && all.indexOf(node) === at)
    .map((node) => ({
      key: `ahead ${node}`,
      level: 0,
      depth: 0,
      kind: 'action',
      name: run.bundle.nodes[node]?.name ?? node,
      aside: 'only if approved',
      visit: null,
      bars: [],
      note: '',
      ms: null,
      micros: null,
    }))
}
