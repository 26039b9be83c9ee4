import { PRIORITIES, STAGES, type Priority, type Stage } from './crm-data'
import type { Dossier } from './rule-dossier'
import { findDossier, signalsOf, type Signals } from './rule-signals'
import type { RuleAnswer } from './rule-answer'
import type { Task } from './sandbox-request'

export interface NextAction {
  deal_id: string
  stage: Stage
  amount: number
  next_step: string
  due_date: string
  priority: Priority
  note: string
  missing: string[]
}

/** Drafting: the next action for the deal. Amount and id stay as the CRM has them; a reviewer's words are followed. */
export function draftRule(task: Task): RuleAnswer | undefined {
  const dossier = findDossier(task)
  if (typeof dossier?.deal.amount !== 'number') return undefined
  const signals = signalsOf(dossier)
  const { stage, why } = nextStage(dossier, signals)
  const proposed: NextAction = {
    deal_id: dossier.deal.id,
    stage,
    amount: dossier.deal.amount,
    next_step: nextStep(dossier, signals, stage),
    ...priorityAndDate(dossier, signals, stage),
    note: note(dossier, signals, why),
    missing: signals.missing,
  }
  const output = task.feedback ? follow(proposed, task.feedback.instructions) : proposed
  const asked = task.feedback ? ` Drafted again as asked: “${task.feedback.instructions.slice(0, 300)}”.` : ''
  return {
    output: output as unknown as Record<string, unknown>,
    rationale: `${why} Engagement is ${signals.engagement}, tone ${signals.tone}.${asked}`,
    confidence: confidence(signals),
    alternatives: alternatives(dossier, output),
    evidence: [
      {
        source: 'dossier.deal',
        says: `${dossier.deal.id} is in ${dossier.deal.stage}, last changed ${dossier.deal.updated_at}`,
      },
      ...dossier.activity.recent.slice(0, 2).map(({ at, subject }, i) => ({
        source: `dossier.activity.recent[${i}]`,
        says: `${at}: ${subject}`,
      })),
      ...signals.risks.slice(0, 2).map(({ code, says }) => ({ source: `signals.risks (${code})`, says })),
    ],
    claims: [{ subject: 'deal.priority', value: output.priority }],
  }
}

/** Forward on what the account did, back when they put it on hold, else as it is. Never closes. */
function nextStage({ deal, activity }: Dossier, { tone }: Signals): { stage: Stage; why: string } {
  const stay = (why: string) => ({ stage: deal.stage, why })
  if (!deal.open) return stay('There is no open deal; someone has to decide whether to open one.')
  const held = activity.recent.find(
    ({ direction, subject }) => direction === 'in' && /frozen|on hold/i.test(subject),
  )
  if (held && (deal.stage === 'proposal' || deal.stage === 'negotiation')) {
    return {
      stage: 'discovery',
      why: `They put it on hold on ${held.at} (${held.subject}), so it goes back to discovery.`,
    }
  }
  const last = activity.recent[0]
  if (tone !== 'positive' || !last) return stay(`Nothing they did moves it on from ${deal.stage}.`)
  const warm =
    activity.recent.find(({ direction, tone: one }) => direction === 'in' && one === 'positive') ?? last
  const because = `On ${warm.at} they wrote or said: ${warm.subject}.`
  if (deal.stage === 'qualification') return { stage: 'discovery', why: because }
  if (deal.stage === 'discovery' && /quote|finance|trial/i.test(warm.subject))
    return { stage: 'proposal', why: because }
  if (deal.stage === 'proposal' && /finance/i.test(warm.subject))
    return { stage: 'negotiation', why: because }
  return stay(`${because} That fits ${deal.stage}.`)
}

function nextStep({ deal, activity, contact }: Dossier, { engagement, tone }: Signals, stage: Stage): string {
  const who = contact.role
    ? `the ${contact.role.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())}`
    : 'the company (the CRM names nobody)'
  const last = activity.recent[0]
  if (!deal.open)
    return `Decide whether to open a new deal: the last one, ${deal.id}, is ${deal.stage.replace('_', ' ')}`
  if (stage === 'discovery' && deal.stage !== 'qualification' && deal.stage !== 'discovery') {
    return `Talk to ${who} about what is needed before the next budget`
  }
  if (tone === 'mixed') return `Call ${who} to clear up what they want: their messages contradict each other`
  if (engagement === 'silent')
    return `Call ${who}: nothing was heard since ${activity.last_at ?? 'the beginning'}`
  if (last?.direction === 'in') return `Answer ${who} on “${last.subject}” of ${last.at}`
  switch (stage) {
    case 'qualification':
      return `Ask ${who} about need, budget and date`
    case 'discovery':
      return `Arrange a visit or call with ${who} to see how they work today`
    case 'proposal':
      return `Ask ${who} for their view of the proposal`
    default:
      return `Agree terms and a signing date with ${who}`
  }
}

function priorityAndDate({ deal, as_of: today }: Dossier, signals: Signals, stage: Stage) {
  const { engagement, tone } = signals
  const low = !deal.open || engagement === 'silent' || (stage === 'discovery' && deal.stage === 'negotiation')
  const high =
    !low &&
    (deal.amount > 25_000 || stage === 'negotiation' || (tone === 'positive' && engagement === 'rising'))
  const priority: Priority = low ? 'low' : high ? 'high' : 'medium'
  return { priority, due_date: workday(today, { high: 2, medium: 5, low: 10 }[priority]) }
}

/** So many days on, and not on a weekend. */
function workday(from: string, days: number): string {
  const date = new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000)
  while ([0, 6].includes(date.getUTCDay())) date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}

function note(
  { account, activity }: Dossier,
  { engagement, velocity, risks, openings }: Signals,
  why: string,
): string {
  return [
    `${why}`,
    `${account.name}: engagement ${engagement}, ${velocity} activities a week, last on ${activity.last_at ?? 'no day'}.`,
    risks.length ? `Risks: ${risks.map(({ says }) => says).join(' ')}` : '',
    openings.length ? `Openings: ${openings.join(' ')}` : '',
  ]
    .filter(Boolean)
    .join('\n')
    .slice(0, 2000)
}

function confidence({ tone, engagement, risks, missing }: Signals): number {
  const doubt =
    (tone === 'mixed' ? 0.25 : tone === 'negative' ? 0.06 : 0) +
    { rising: 0, steady: 0.02, falling: 0.07, silent: 0.1 }[engagement] +
    (tone === 'neutral' ? 0.03 : 0) +
    0.03 * risks.length +
    0.05 * missing.length
  return Number(Math.max(0.3, 0.94 - doubt).toFixed(2))
}

function alternatives({ deal }: Dossier, { stage, priority }: NextAction): RuleAnswer['alternatives'] {
  return [
    stage === deal.stage
      ? { option: `Move ${deal.id} on from ${deal.stage}`, why_not: 'They did nothing that would bear it.' }
      : { option: `Leave ${deal.id} in ${deal.stage}`, why_not: `What they did belongs to ${stage}.` },
    priority === 'high'
      ? { option: 'Let it wait a week', why_not: 'They are waiting for us.' }
      : { option: 'Call today', why_not: 'Nothing in the dossier is that urgent.' },
  ]
}

/** What a reviewer's words name is followed to the letter; the words themselves go into the note. */
function follow(draft: NextAction, instructions: string): NextAction {
  const words = instructions.toLowerCase()
  const step = /next step\s*(?:to|is|:)\s*[“"]?([^\n”"]{5,500})/i.exec(instructions)?.[1]?.trim()
  return {
    ...draft,
    stage:
      STAGES.find((stage) => words.includes(stage) || words.includes(stage.replace('_', ' '))) ?? draft.stage,
    priority: PRIORITIES.find((priority) => new RegExp(`\\b${priority}\\b`).test(words)) ?? draft.priority,
    due_date: /\b\d{4}-\d{2}-\d{2}\b/.exec(instructions)?.[0] ?? draft.due_date,
    next_step: step ?? draft.next_step,
    note: `Reviewer: ${instructions.slice(0, 500)}\n${draft.note}`.slice(0, 2000),
  }
}
