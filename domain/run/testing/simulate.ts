import { jsonEquals } from '../../contract/json-schema'
import { applyStatePatch, writeSlot } from '../../state/patch'
import { scopePath, visibleState } from '../../state/scoped'
import type { Bundle } from '../../team/bundle'
import { handedOnBy, kindOf } from '../../team/kinds/registry'
import type { TeamNode } from '../../team/node'
import { forkId, lapse, placesIn, within, type Fork } from '../fork'
import { joinOf, plan, planFailure, type Completed, type Plan, type PlannedLane } from '../plan'
import type { PlannedStep } from '../history'
import { roundsOf } from '../rounds'
import type { Happening, OpenFork, Simulated, Step, Token } from './happening'

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

class Run {
  private readonly happenings: Happening[] = []
  private readonly tokens: Token[] = []
  private readonly forks = new Map<string, OpenFork>()
  private readonly history: Step[] = []
  private root: Record<string, unknown> = {}
  private outcome: string | undefined

  constructor(
    private readonly bundle: Bundle,
    private readonly chance: Chance,
  ) {
    const token = { id: 'main', path: '', logical: '', scope: '', node: '', iteration: 0, arrived: {} }
    this.tokens.push({ ...token, tainted: false, live: true })
    this.come(this.tokens[0] as Token, bundle.entry, {})
  }

  get live(): Token[] {
    return this.tokens.filter(({ live }) => live)
  }

  simulated(): Simulated {
    const open = [...this.forks.values()].filter(({ state }) => state.status === 'open').map(({ id }) => id)
    return { happenings: this.happenings, open, outcome: this.outcome, endless: false, state: this.root }
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

  /** Where a token goes on that leaves a fork, and whether what was approved before it still is. */
  private behind({ path, scope, logical, approval, tainted, taintedBefore }: OpenFork) {
    return {
      path,
      scope,
      logical,
      approval: tainted ? undefined : approval,
      tainted: tainted || taintedBefore,
    }
  }

  private nodeOf(id: string): TeamNode {
    const node = this.bundle.nodes[id]
    if (!node) throw new Error(`There is no node ${id}`)
    return node
  }

  private steps(scope: string): Step[] {
    return this.history.filter((step) => step.scope === '' || `${scope}/`.startsWith(`${step.scope}/`))
  }

  /** A node is come to: numbered as the database does, under the run's lock. */
  private come(token: Token, id: string, arrived: Token['arrived'], approval = token.approval): void {
    const iterations = [...this.history, ...this.live]
      .filter(({ node }) => node === id)
      .map(({ iteration }) => iteration)
    const node = this.nodeOf(id)
    const passesOn = !kindOf(node).isGate && node.kind !== 'agent'
    token.node = id
    token.iteration = Math.max(-1, ...iterations) + 1
    token.arrived = arrived
    this.happenings.push({
      kind: 'came',
      node: id,
      path: token.path,
      scope: token.scope,
      state: visibleState(this.root, token.scope),
      decided: new Set(
        this.steps(token.scope)
          .filter(({ status }) => status === 'done')
          .map((step) => step.node),
      ),
      ...(arrived.slot !== undefined && { slot: arrived.slot }),
      ...(approval !== undefined && { approval }),
    })
    token.approval = passesOn ? approval : undefined
    token.tainted = token.tainted || !passesOn
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

  private visits(token: Token): number {
    return this.history.filter(({ node, logical }) => node === token.node && logical === token.logical).length
  }

  private record(
    { node, iteration, scope, logical }: Token,
    status: PlannedStep['status'],
    port?: string,
  ): void {
    this.history.push({ node, iteration, attempt: 0, status, scope, logical, ...(port && { port }) })
    this.happenings.push({ kind: 'left', node, status, ...(port && { port }) })
  }

  private write({ scope }: Token, slot: string, value: unknown): void {
    const { patch, state } = writeSlot(this.root, slot, value, scopePath(scope))
    if (!jsonEquals(applyStatePatch(this.root, patch), state)) throw new Error('A patch misleads')
    this.root = state
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

  private laneOf({ path }: Token): OpenFork | undefined {
    return this.forks.get(placesIn(path).at(-1)?.fork ?? '')
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

  /** As server/engine/handlers/join.ts. */
  private gathered({ id, opener, scope, state }: OpenFork): unknown {
    const apart = this.isMap(opener)
    return Array.from({ length: state.width }, (_, lane) => lane).flatMap((lane) => {
      const end = state.ends[lane]
      if (end?.how !== 'arrived' || end.slot === undefined) return []
      const seen = visibleState(this.root, apart ? within(scope, { fork: id, lane }) : scope)
      return [{ lane, slot: end.slot, value: seen[end.slot] }]
    })
  }

  private isMap(opener: string): boolean {
    return kindOf(this.nodeOf(opener)).opens === 'items'
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

  private open(token: Token, state: Fork, join: string): OpenFork {
    const id = forkId(token.node, token.iteration)
    const fork: OpenFork = {
      id,
      logicalId: `${token.logical}/${token.node}#${this.visits(token)}`,
      opener: token.node,
      join,
      path: token.path,
      scope: token.scope,
      logical: token.logical,
      state,
      timed: joinOf(this.bundle, token.node)?.timeoutSeconds !== undefined,
      approval: token.approval,
      tainted: false,
      taintedBefore: token.tainted,
      ...(state.status === 'fired' && { decidedBy: {} }),
    }
    this.forks.set(id, fork)
    this.happenings.push({
      kind: 'opened',
      fork: id,
      opener: token.node,
      path: token.path,
      width: state.width,
    })
    return fork
  }

  private begin(
    token: Token,
    fork: OpenFork,
    { lane, next }: PlannedLane,
    approval: string | undefined,
  ): void {
    const place = { fork: fork.id, lane }
    token.path = within(fork.path, place)
    token.tainted = false
    token.logical = `${fork.logicalId}:${lane}`
    token.scope = this.isMap(fork.opener) ? within(fork.scope, place) : fork.scope
    const busy = new Set(
      this.live
        .flatMap(({ path }) => placesIn(path))
        .filter((one) => one.fork === fork.id)
        .map((one) => one.lane),
    )
    this.happenings.push({ kind: 'began', fork: fork.id, opener: fork.opener, lane, underWay: busy.size })
    this.come(token, next.node, { slot: next.arrived.slot }, approval)
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

  /** As cancel_lanes. */
  private cancel(but: Token, id: string): void {
    const fork = this.forks.get(id)
    if (!fork) return
    const inside = `${fork.path === '' ? '' : `${fork.path}/`}${id}:`
    for (const token of this.live) if (token !== but && token.path.startsWith(inside)) token.live = false
    for (const inner of this.forks.values())
      if (`${inner.path}/`.startsWith(inside) && inner.state.status === 'open') {
        inner.state = { ...inner.state, status: 'fired' }
        this.happenings.push({ kind: 'cancelled', fork: inner.id })
      }
  }
}
