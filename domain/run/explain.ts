import type { Bundle } from '../team/bundle'
import { sayLabel } from './say-label'
import type { ToolUse } from './step'
import { closure, reduced, reversed, type Activation, type Causes } from './causes'

export type WhyTone = 'plain' | 'waiting' | 'blocked' | 'failed'

/** One box in the picture of why something happened. */
export interface WhyNode {
  key: string
  /** Kind of the node in the drawing, or what else it is. */
  kind: string
  title: string
  says: string
  confidence?: number
  tone: WhyTone
  /** Where it stands in the run; absent for people and versions. */
  at?: { node: string; iteration: number }
}

export interface WhyGraph {
  /** What the picture explains: the node on top. */
  root: string
  title: string
  nodes: WhyNode[]
  /** From what happened to what it rests on. */
  links: { from: string; to: string }[]
}

export interface Origin {
  title: string
  startedBy: string
  startedAt: number
  version: number
  publishedBy: string
  publishedAt: string
}

/**
 * The causes of what a run came to, as a picture: the effect or the review on top, the trigger and whoever started
 * and published it at the bottom. The top is the last consequence of `selected`, or the run's when nothing is.
 */
export function explain(bundle: Bundle, causes: Causes, origin: Origin, selected?: string): WhyGraph {
  const root = topOf(causes, selected)
  const keys = closure(causes.of, root)
  const links = reduced(causes.of, keys)
  const nodes: WhyNode[] = []
  const drawn: WhyGraph['links'] = []
  for (const key of keys) {
    const activation = causes.activations.get(key)
    if (!activation) continue
    nodes.push(withLabel(bundle, nodeOf(bundle, activation, origin), activation))
    for (const to of links.get(key) ?? []) drawn.push({ from: key, to })
    for (const read of readsOf(activation)) {
      nodes.push(read)
      drawn.push({ from: key, to: read.key })
    }
  }
  const start = [...keys].find((key) => causes.activations.get(key)?.startedAt === -Infinity)
  if (start) {
    nodes.push(
      { key: 'person', kind: 'person', title: origin.startedBy, says: 'started the run', tone: 'plain' },
      {
        key: 'version',
        kind: 'version',
        ...(origin.version > 0
          ? {
              title: `Version ${origin.version}`,
              says: `published by ${origin.publishedBy}, ${origin.publishedAt}`,
            }
          : { title: 'The draft', says: `as it was tried, ${origin.publishedAt}` }),
        tone: 'plain',
      },
    )
    drawn.push({ from: start, to: 'person' }, { from: start, to: 'version' })
  }
  return { root, title: titleOf(bundle, causes.activations.get(root)), nodes, links: drawn }
}

/** The last consequence: an open review, else an effect, else whatever came last. */
function topOf({ activations, of }: Causes, selected?: string): string {
  const consequences =
    selected && activations.has(selected) ? closure(reversed(of), selected) : new Set(activations.keys())
  const rank = ({ step, waits }: Activation): number =>
    waits ? 3 : step?.kind === 'action' ? 2 : step && step.kind !== 'end' ? 1 : 0
  const [top] = [...consequences]
    .flatMap((key) => activations.get(key) ?? [])
    .sort((a, b) => rank(b) - rank(a) || (b.step?.endedAt ?? b.startedAt) - (a.step?.endedAt ?? a.startedAt))
  return top?.key ?? selected ?? ''
}

function titleOf(bundle: Bundle, top: Activation | undefined): string {
  const name = bundle.nodes[top?.node ?? '']?.name ?? 'this'
  if (top?.waits)
    return top.waits.kind === 'approval' ? `Why ${name} waits for a person` : `Why ${name} was parked`
  if (top?.step?.kind === 'action') return `Why “${name}” ran`
  return `Why ${name}`
}

function nodeOf(bundle: Bundle, activation: Activation, origin: Origin): WhyNode {
  const { key, node: id, iteration, step, waits } = activation
  const node = bundle.nodes[id]
  const name = node?.name ?? id
  const base = { key, kind: node?.kind ?? 'step', title: name, at: { node: id, iteration } }
  if (waits) return { ...base, says: waits.reason || 'waits for a person', tone: 'waiting' }
  if (!step) return { ...base, says: origin.title, tone: 'plain' }
  const { result } = step
  if (step.status === 'failed') return { ...base, says: result.failure?.message ?? 'failed', tone: 'failed' }
  const stopped = result.rules?.filter(({ held }) => !held) ?? []
  if (stopped[0]) {
    const more = stopped.length > 1 ? ` and ${stopped.length - 1} more` : ''
    return {
      ...base,
      title: `${name}: ${stopped[0].id}${more}`,
      says: stopped[0].message || stopped[0].name,
      tone: 'blocked',
    }
  }
  if (result.rules)
    return {
      ...base,
      says: result.rules.length === 1 ? 'its rule held' : `all ${result.rules.length} rules held`,
      tone: 'plain',
    }
  if (result.request)
    return {
      ...base,
      says: `asked ${result.request.of} for more: ${result.request.grounds.rationale}`,
      confidence: result.request.grounds.confidence,
      tone: 'plain',
    }
  if (result.envelope) {
    const { claims, rationale, confidence } = result.envelope
    const claim = claims[0]
    return {
      ...base,
      says: claim ? `${claim.subject} = ${claim.value}` : rationale,
      confidence,
      tone: 'plain',
    }
  }
  if (result.verdict) {
    const { decision, by, edited, reason } = result.verdict
    return {
      ...base,
      says: `${by} ${VERDICTS[decision] ?? decision}${edited ? ' after editing' : ''}${reason ? `: ${reason}` : ''}`,
      tone: decision === 'reject' ? 'blocked' : 'plain',
    }
  }
  if (result.effect) {
    const simulated = result.effect.status === 'simulated' ? 'simulated: ' : ''
    return {
      ...base,
      says:
        simulated +
        (result.effect.request.summary || `${result.effect.request.method} ${result.effect.request.path}`),
      tone: 'plain',
    }
  }
  return {
    ...base,
    says: result.route ? `took the way “${result.route}”` : (step.port ?? 'done'),
    tone: 'plain',
  }
}

const VERDICTS: Record<string, string> = {
  approve: 'approved',
  reject: 'rejected',
  send_back: 'sent it back',
  retry: 'had it tried again',
  raise: 'raised the budget',
}

/** What it was given that is not to be trusted is said with it. */
function withLabel(bundle: Bundle, node: WhyNode, { step }: Activation): WhyNode {
  const label = step?.status === 'done' ? step.result.label : undefined
  const says = label && sayLabel(label, (id) => bundle.nodes[id]?.name ?? id)
  return says === undefined ? node : { ...node, says: `${node.says} · rests on ${says}` }
}

/** What an agent read from outside while it worked, as one box, and what it was not permitted as another. */
function readsOf({ key, step }: Activation): WhyNode[] {
  const uses = step?.result.tools ?? []
  const [first, ...others] = uses.filter(({ denied }) => denied !== undefined)
  const read = boxOf(
    key,
    uses.filter(({ denied }) => denied === undefined),
  )
  if (!first) return read
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  const denied: WhyNode = {
    key: `${key}/denied`,
    kind: 'tools',
    title: `Not permitted: ${first.tool}${more}`,
    says: first.denied?.because ?? '',
    tone: 'blocked',
  }
  return [...read, denied]
}

function boxOf(key: string, tools: readonly ToolUse[]): WhyNode[] {
  if (tools.length === 0) return []
  const names = [...new Set(tools.map(({ tool }) => tool))]
  const from = [...new Set(tools.map(({ connection }) => connection))].join(', ')
  return [
    {
      key: `${key}/tools`,
      kind: 'tools',
      title: tools.length === 1 ? `Read from ${from}` : `${tools.length} reads from ${from}`,
      says: names.join(', '),
      tone: tools.every(({ status }) => status === 0 || status >= 400) ? 'failed' : 'plain',
    },
  ]
}
