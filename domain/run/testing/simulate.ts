import type { Bundle } from '../../team/bundle'
import { handedOnBy, kindOf } from '../../team/kinds/registry'
import type { TeamNode } from '../../team/node'
import { forkId, lapse, placesIn } from '../fork'
import { joinOf, plan, planFailure, type Completed, type Plan } from '../plan'
import { roundsOf } from '../rounds'
import { Board } from './board'
import type { OpenFork, Simulated, Token } from './happening'

/** What chance decides in a simulated run. Each draws a number from 0 up to and without `below`. */
export interface Chance {
  /** Which token goes on next, and whether a join's time runs out. */
  order(below: number): number
  /** What a step comes to; `where` names the step, whatever the order. */
  outcome(below: number, where: string): number
}

/** Steps after which a run counts as endless. */
const ENDLESS = 5000

/**
 * Runs a bundle as server/engine/onward.ts and the functions of the database do: one token for each lane, each step
 * one commit, any token may be next. Only how a step is left, how many items a map has, whether a step fails and when
 * a join's time is up is left to chance, within the bounds of each kind.
 */
export function simulate(bundle: Bundle, chance: Chance): Simulated {
  const run = new Run(bundle, chance)
  for (let steps = 0; run.live.length > 0; steps++) {
    if (steps > ENDLESS) return { ...run.simulated(), endless: true }
    run.next()
  }
  return run.simulated()
}

class Run extends Board {
  constructor(
    bundle: Bundle,
    private readonly chance: Chance,
  ) {
    super(bundle)
  }

  /** One token's step, or a join's time running out. */
  next(): void {
    const due = [...this.forks.values()].filter(({ state, timed }) => timed && state.status === 'open')
    if (due.length > 0 && this.chance.order(12) === 0) {
      this.runOut(due[this.chance.order(due.length)] as OpenFork)
      return
    }
    const { live } = this
    this.step(live[this.chance.order(live.length)] as Token)
  }

  private runOut(fork: OpenFork): void {
    fork.timed = false
    const token: Token = {
      id: `${fork.id}:due`,
      ...this.behind(fork),
      node: '',
      iteration: 0,
      arrived: {},
      live: true,
    }
    this.tokens.push(token)
    this.come(token, fork.join, { fires: { fork: fork.id, lapsed: true } })
  }

  private step(token: Token): void {
    const node = this.nodeOf(token.node)
    const where = `${token.logical}|${node.id}|${this.visits(token)}`
    if (node.kind === 'join') return this.bringTogether(token, node.id)
    const lane = this.laneOf(token)
    if (
      lane &&
      joinOf(this.bundle, lane.opener)?.failed === 'skip' &&
      this.chance.outcome(6, `${where} fails`) === 0
    ) {
      const planned = planFailure(this.bundle, this.steps(token.scope), this.completed(token))
      if (!planned) throw new Error(`${node.id} cannot be passed over`)
      this.record(token, 'failed')
      return this.move(token, planned)
    }
    const items = node.kind === 'map' ? this.chance.outcome(node.maxItems + 1, `${where} items`) : undefined
    if (items !== undefined) {
      const each = Array.from(
        { length: items },
        (_, i) => [String(i), { [node.id]: `${where} ${i}` }] as const,
      )
      this.write(token, node.id, Object.fromEntries(each))
    } else if (kindOf(node).writes(node)) this.write(token, node.id, { by: where })
    const port = this.portOf(token, node, where)
    const lanes = node.kind === 'map' && { width: items ?? 0, ports: ['each'], atOnce: node.atOnce }
    const at = { ...this.completed(token), port, ...(lanes && { lanes }) }
    const history = this.steps(token.scope)
    const planned = plan(this.bundle, history, at)
    if (
      JSON.stringify(planned) !==
      JSON.stringify(plan(this.bundle, structuredClone(history), structuredClone(at)))
    )
      this.happenings.push({ kind: 'unsteady', node: node.id })
    this.record(token, 'done', port)
    this.move(token, planned)
  }

  /** A way out by chance, of those that the kind allows by now. */
  private portOf(token: Token, node: TeamNode, where: string): string {
    const kind = kindOf(node)
    if (kind.opens) return ''
    const drawn = new Set((this.bundle.next[node.id] ?? []).map(({ port }) => port))
    const ports = kind.ports(node).filter(({ id, required, endsAs, returns }) => {
      const spent = roundsOf(this.steps(token.scope), node.id, 'again') >= (kind.returns?.(node) ?? 0)
      if (returns)
        return drawn.has(id) && roundsOf(this.steps(token.scope), node.id, id) < (kind.returns?.(node) ?? 0)
      if (node.kind === 'loop' && id === 'exhausted') return spent
      return required || endsAs !== undefined || drawn.has(id)
    })
    return ports[this.chance.outcome(Math.max(1, ports.length), where)]?.id ?? ''
  }

  private completed(token: Token): Omit<Completed, 'port'> {
    const lane = this.laneOf(token)
    const { slot, fires } = token.arrived
    const split = fires && this.forks.get(fires.fork)?.state.subject
    return {
      node: token.node,
      iteration: token.iteration,
      ...(slot !== undefined && { subject: slot }),
      ...(split && { split }),
      ...(lane && {
        lane: { fork: lane.state, opener: lane.opener, index: placesIn(token.path).at(-1)?.lane ?? 0 },
      }),
    }
  }

  private bringTogether(token: Token, id: string): void {
    const node = this.nodeOf(id)
    const { fires } = token.arrived
    const fork = this.forks.get(fires?.fork ?? '')
    if (node.kind !== 'join' || !fork || !fires) throw new Error(`${id} was come to without a split`)
    let port = fires.port
    if (fires.lapsed) {
      const fired = lapse(fork.state, node)
      if (!fired) {
        token.live = false
        return
      }
      port = fired.port
      fork.state = fired.fork
      if (node.late === 'cancel') this.cancel(token, fork.id)
    }
    this.happenings.push({
      kind: 'fired',
      fork: fork.id,
      join: id,
      port: port ?? 'out',
      lapsed: fires.lapsed === true,
      decidedBy: fork.decidedBy ?? { ...fork.state.ends },
      width: fork.state.width,
    })
    if (handedOnBy(node, port ?? 'out').length > 0) {
      const value = this.gathered(fork)
      this.happenings.push({ kind: 'gathered', fork: fork.logicalId, value })
      this.write(token, id, value)
    }
    const at = { ...this.completed(token), port: port ?? 'out' }
    const planned = plan(this.bundle, this.steps(token.scope), at)
    this.record(token, 'done', port)
    this.move(token, planned)
  }

  // ---------- where tokens go: server/engine/onward.ts ----------

  private move(token: Token, planned: Plan): void {
    const id = forkId(token.node, token.iteration)
    switch (planned.kind) {
      case 'stuck':
        this.happenings.push({ kind: 'stuck', reason: planned.reason })
        token.live = false
        return
      case 'end':
        this.outcome = planned.outcome
        token.live = false
        return
      case 'go':
        return this.come(token, planned.next.node, { slot: planned.next.arrived.slot }, this.onward(token))
      case 'empty':
        this.open(token, planned.fork, planned.join)
        return this.come(token, planned.join, { fires: { fork: id, port: planned.port } })
      case 'split': {
        const fork = this.open(token, planned.fork, planned.join)
        const [own, ...others] = planned.lanes
        if (!own) throw new Error('A split into no lanes')
        const approval = this.isMap(fork.opener) ? undefined : token.approval
        this.begin(token, fork, own, approval)
        for (const lane of others) {
          const beside: Token = { ...token, id: `${id}.${lane.lane}`, node: '', iteration: 0, arrived: {} }
          this.tokens.push(beside)
          this.begin(beside, fork, lane, approval)
        }
        return
      }
      case 'over':
        return this.laneOver(token, planned)
    }
  }

  /** A gate that is left by a way that lets through approves what follows. */
  private onward({ node: id, approval }: Token): string | undefined {
    const left = this.history.at(-1)
    const node = this.nodeOf(id)
    if (!kindOf(node).isGate) return approval
    return kindOf(node)
      .ports(node)
      .some((port) => port.id === left?.port && port.approves)
      ? id
      : undefined
  }

  private laneOver(token: Token, { fork: state, after, lane }: Extract<Plan, { kind: 'over' }>): void {
    const fork = this.laneOf(token)
    if (!fork) throw new Error(`${token.node} is in no lane`)
    fork.state = state
    const index = placesIn(token.path).at(-1)?.lane ?? 0
    if (state.ends[index]?.how === 'arrived' && token.tainted) fork.tainted = true
    if (after.kind === 'wait' || after.kind === 'late') {
      token.live = false
      return
    }
    if (after.kind === 'lane') {
      if (!lane) throw new Error('A lane leads nowhere')
      this.begin(token, fork, lane, this.isMap(fork.opener) ? undefined : fork.approval)
      return
    }
    fork.decidedBy = { ...state.ends }
    Object.assign(token, this.behind(fork))
    if (joinOf(this.bundle, fork.opener)?.late === 'cancel') this.cancel(token, fork.id)
    this.come(token, fork.join, { fires: { fork: fork.id, port: after.port } })
  }
}
