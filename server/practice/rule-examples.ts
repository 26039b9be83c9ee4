import { isRecord } from '@/domain/contract/json-schema'
import type { Rule } from './coded-rules'
import type { RuleAnswer, RuleRequest } from './rule-answer'
import type { Task } from './sandbox-request'

/** The agents of the example teams (prisma/seed/examples), by name. Each reads only what a model would be shown. */
export const EXAMPLE_RULES: Record<string, Rule> = {
  'supplier-finance': (task) => {
    const claims = numberIn(task, 'open_claims')
    return opinion(claims <= 1, `There are ${claims} open claims; one is tolerated.`, 'open_claims')
  },
  'supplier-logistics': (task) => {
    const late = numberIn(task, 'late_deliveries')
    return opinion(
      late <= 10,
      `${late} of the last 100 deliveries were late; ten are tolerated.`,
      'late_deliveries',
    )
  },
  'supplier-welcome': ({ state }) => {
    const supplier = textIn(state, 'supplier')
    return said(
      {
        subject: `Welcome, ${supplier}`,
        text: `Dear ${supplier}, we are glad to take you on as a supplier.`,
      },
      'Welcomes the supplier by name.',
    )
  },
  'order-clerk': ({ handoff }) => {
    if (!isRecord(handoff)) return undefined
    const { sku, product, quantity, ships_on: day } = handoff
    if (typeof day !== 'string')
      return `no day is known on which ${String(product)} leaves; none is promised.`
    return said(
      { sku, text: `${String(quantity)} × ${String(product)} will leave on ${day}.` },
      'Product, quantity and day stand in the line.',
    )
  },
  'copy-writer': writeCopy,
  'copy-judge': judgeCopy,
  'reminder-writer': ({ handoff }) => {
    if (!isRecord(handoff)) return undefined
    const { invoice, customer, amount } = handoff
    return said(
      {
        subject: `Invoice ${String(invoice)}`,
        text: `Dear ${String(customer)}, our invoice ${String(invoice)} over $${String(amount)} is still open. Thank you for having a look.`,
      },
      'Names the invoice and its amount.',
    )
  },
  'nordic-desk': (task) => finding(task, 'Households replace old pieces rather than furnish anew'),
  'central-desk': (task) => finding(task, 'Offices buy again, in small lots'),
  'price-desk': (task) => finding(task, 'Prices rose by about four in a hundred within a year'),
  'freight-reader': readFreight,
  'freight-pricer': priceFreight,
  'renewal-writer': writeOffer,
  'renewal-supervisor': reviewOffer,
  'complaint-tone': (task) =>
    priority(task, /again|third|nobody|still/i, 'The customer waits for an answer.'),
  'complaint-damage': (task) =>
    priority(task, /injur|whole delivery|everything/i, 'Somebody or a whole delivery was harmed.'),
  'parcel-herald': ({ handoff, state }) =>
    said(
      {
        text: `Your parcel ${textIn(state, 'parcel')} is ${isRecord(handoff) && handoff['state'] === 'delivered' ? 'delivered' : 'at the depot'}.`,
      },
      'Says what the carrier said.',
    ),
}

function opinion(take: boolean, because: string, source: string): RuleAnswer {
  return {
    ...said({ verdict: take ? 'take' : 'decline', because }, because),
    alternatives: [{ option: take ? 'decline' : 'take', why_not: because }],
    evidence: [{ source, says: because }],
  }
}

const finding = (task: Task, says: string): RuleAnswer =>
  said(
    { finding: `${says} (${textIn(task.handoff, 'country')}).` },
    `Answers “${textIn(task.handoff, 'question')}” from a practice note.`,
  )

/** Names two facts at first, and two more with each round of feedback. */
function writeCopy({ handoff, feedback }: Task): RuleAnswer | undefined {
  if (!isRecord(handoff) || !Array.isArray(handoff['facts'])) return undefined
  const facts = handoff['facts'].map(String)
  const before = textIn(feedback?.previous, 'text')
  const named = facts.filter((fact) => before.includes(fact)).length + 2
  return said(
    { text: `${textIn(handoff, 'product')}: ${facts.slice(0, named).join(', ')}.` },
    feedback ? `Names more facts, as asked: ${feedback.instructions}` : 'Begins with the first facts.',
  )
}

function judgeCopy({ handoff, state }: Task): RuleAnswer | undefined {
  const facts = valueIn(state, 'facts')
  if (!Array.isArray(facts) || facts.length === 0) return undefined
  const missing = facts.map(String).filter((fact) => !textIn(handoff, 'text').includes(fact))
  const score = Math.round((10 * (facts.length - missing.length)) / facts.length)
  return said(
    { score, missing: missing.join(', ') },
    `${facts.length - missing.length} of ${facts.length} facts are named.`,
  )
}

/** Overlooks where it goes, until somebody asks. */
function readFreight({ handoff, feedback }: Task): RuleAnswer | undefined {
  const found = /(\d+) pallets? from (\w+) to (\w+)/.exec(textIn(handoff, 'message'))
  if (!found) return undefined
  const [, pallets, from, to] = found
  return said(
    { pallets: Number(pallets), from, to: feedback ? to : null },
    feedback ? `Looked again: ${feedback.instructions}` : 'Pallets and origin are clear at first sight.',
  )
}

function priceFreight({ handoff, schema }: Task): RuleAnswer | RuleRequest | undefined {
  if (!isRecord(handoff)) return undefined
  const { pallets, from, to } = handoff
  const grounds = said({}, 'A price needs a destination.')
  const mayAsk = isRecord(schema['properties']) && 'request' in schema['properties']
  if (typeof to !== 'string' && mayAsk)
    return {
      ...grounds,
      output: null,
      request: { what: 'The destination', why: `Nothing says where the pallets from ${String(from)} go.` },
    }
  if (typeof to !== 'string') return undefined
  return said(
    { route: `${String(from)} to ${to}`, price: 180 * Number(pallets) },
    `${String(pallets)} pallets at 180 dollars each.`,
  )
}

/** Begins too generous, and gives what is allowed once that is said. */
function writeOffer({ handoff, feedback }: Task): RuleAnswer {
  const customer = textIn(handoff, 'customer')
  const allowed = /(\d+) %/.exec(feedback?.instructions ?? '')?.[1]
  const discount = allowed === undefined ? 15 : Number(allowed)
  return said(
    { discount, text: `Dear ${customer}, we would be glad to go on, with ${discount} % off.` },
    feedback ? `As sent back with: ${feedback.instructions}` : 'A good customer is worth a good offer.',
  )
}

function reviewOffer(task: Task): RuleAnswer {
  const allowed = Math.min(10, 2 * Number(valueIn(task.state, 'years') ?? 0))
  const discount = numberIn(task, 'discount')
  const fits = discount <= allowed
  const reason = `${discount} % are offered; ${allowed} % are allowed.`
  const back = `Offer ${allowed} % at most: two for each year, ten at most.`
  return said({ verdict: fits ? 'approve' : 'reject', reasons: fits ? [reason] : [back] }, reason)
}

function priority({ handoff }: Task, urgent: RegExp, because: string): RuleAnswer {
  const high = urgent.test(textIn(handoff, 'text'))
  const value = high ? 'high' : 'low'
  const says = high ? because : 'Nothing in it says so.'
  return {
    ...said({ priority: value, because: says }, says),
    claims: [{ subject: 'complaint.priority', value }],
  }
}

const said = (output: Record<string, unknown>, rationale: string): RuleAnswer => ({
  output,
  rationale,
  confidence: 0.9,
  alternatives: [],
  evidence: [],
  claims: [],
})

/** A field by its name, wherever in what was shown it stands; undefined where it is not. */
function valueIn(shown: unknown, name: string): unknown {
  if (!isRecord(shown)) return undefined
  if (name in shown) return shown[name]
  return Object.values(shown)
    .map((part) => valueIn(part, name))
    .find((value) => value !== undefined)
}

function textIn(shown: unknown, name: string): string {
  const value = valueIn(shown, name)
  return typeof value === 'string' ? value : ''
}

const numberIn = (task: Task, name: string): number =>
  Number(valueIn(task.handoff, name) ?? valueIn(task.state, name) ?? 0)
