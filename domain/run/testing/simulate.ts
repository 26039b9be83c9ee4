import type { Bundle } from '../../team/bundle'
import { handedOnBy, kindOf } from '../../team/kinds/registry'
import type { TeamNode } from '../../team/node'
import { isStaffed } from '../../team/staff'
import { forkId, lapse, placesIn } from '../fork'
import { joinOf, plan, planFailure, type Completed, type Plan } from '../plan'
import { Board } from './board'
import type { OpenFork, Simulated, Token } from './happening'
import { comesTo, type Chance, type Come } from './outcome'

/** Steps after which a run counts as endless. */
const ENDLESS = 5000

/**
 * Runs a bundle as server/engine/onward.ts and the functions of the database do: one token for each lane, each step
 * one commit, any token may be next. Only how a step is left, how many items a map or tasks a round has, whether a step
 * fails, what a person then says and when a join's time is up is left to chance, within the bounds of each kind.
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
    if (kindOf(node).closes === 'any') return this.bringTogether(token, node)
    this.comeBack(token)
    if (this.chance.outcome(this.mayPassOver(token) ? 6 : 14, `${where} fails`) === 0)
      return this.cannotGoOn(token, node, where)
    const history = this.steps(token.scope)
    const come = comesTo(this.bundle, node, {
      where,
      history,
      state: this.seenBy(token),
      again: token.arrived.fires !== undefined,
      chance: this.chance,
    })
    this.done(token, node, come)
  }

  private done(token: Token, node: TeamNode, { port, writes, lanes }: Come): void {
    if (writes !== undefined) this.write(token, node.id, writes)
    const history = this.steps(token.scope)
    const at = { ...this.completed(token), port, ...(lanes && { lanes }) }
    const planned = plan(this.bundle, history, at)
    if (
      JSON.stringify(planned) !==
      JSON.stringify(plan(this.bundle, structuredClone(history), structuredClone(at)))
    )
      this.happenings.push({ kind: 'unsteady', node: node.id })
    this.record(token, 'done', port)
    this.move(token, planned)
  }

  // ---------- faults: server/engine/onward.ts passedOver, server/services/review/verdict-commit.ts ----------

  private mayPassOver(token: Token): boolean {
    const lane = this.laneOf(token)
    return lane !== undefined && joinOf(this.bundle, lane.opener)?.failed === 'skip'
  }

  /** The lane is given up, or a person says: once more, by hand where an agent works, or no further. */
  private cannotGoOn(token: Token, node: TeamNode, where: string): void {
    const planned = planFailure(this.bundle, this.steps(token.scope), this.completed(token))
    this.record(token, 'failed')
    if (planned) return this.move(token, planned)
    const verdict = this.chance.outcome(8, `${where} verdict`)
    const givenUp = verdict === 0
    this.happenings.push({ kind: 'asked', node: node.id, givenUp })
    if (givenUp) {
      this.outcome ??= 'given up'
      for (const other of this.live) other.live = false
    } else if (verdict < 3 && isStaffed(node) && this.writesBy(node.id, 'out'))
      this.done(token, node, { port: 'out', writes: { by: where } })
  }

  // ---------- what a step is handed ----------

  private completed(token: Token): Omit<Completed, 'port'> {
    const lane = this.laneOf(token)
    const { slot, fires } = token.arrived
    const split = fires && this.forks.get(fires.fork)?.state.subject
    const subject = slot ?? split?.slot
    return {
      node: token.node,
      iteration: token.iteration,
      ...(subject !== undefined && { subject }),
      ...(split && { split }),
      ...(lane && {
        lane: { fork: lane.state, opener: lane.opener, index: placesIn(token.path).at(-1)?.lane ?? 0 },
      }),
    }
  }

  /** To one that is its own join, what its lanes brought; once, however often it then tries. */
  private comeBack(token: Token): void {
    const { fires } = token.arrived
    const fork = this.forks.get(fires?.fork ?? '')
    if (!fires || fires.told || !fork) return
    token.arrived = { ...token.arrived, fires: { ...fires, told: true } }
    this.fired(fork, token.node, fires.port ?? 'out', false)
    this.happenings.push({ kind: 'gathered', fork: fork.logicalId, value: this.gathered(fork) })
  }

  private fired(fork: OpenFork, join: string, port: 'out' | 'short', lapsed: boolean): void {
    const decidedBy = fork.decidedBy ?? { ...fork.state.ends }
    const { width } = fork.state
    this.happenings.push({ kind: 'fired', fork: fork.id, join, port, lapsed, decidedBy, width })
  }

  private bringTogether(token: Token, join: TeamNode): void {
    const { fires } = token.arrived
    const fork = this.forks.get(fires?.fork ?? '')
    const rules = kindOf(join).joins?.(join)
    if (!rules || !fork || !fires) throw new Error(`${join.id} was come to without a split`)
    let port = fires.port ?? 'out'
    if (fires.lapsed) {
      const fired = lapse(fork.state, rules)
      if (!fired) {
        token.live = false
        return
      }
      port = fired.port
      fork.state = fired.fork
      if (rules.late === 'cancel') this.cancel(token, fork.id)
    }
    this.fired(fork, join.id, port, fires.lapsed === true)
    if (handedOnBy(join, port).length > 0) {
      const value = this.gathered(fork)
      this.happenings.push({ kind: 'gathered', fork: fork.logicalId, value })
      this.write(token, join.id, value)
    }
    const at = { ...this.completed(token), port }
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
        const approval = this.byItems(fork.opener) ? undefined : token.approval
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
      this.begin(token, fork, lane, this.byItems(fork.opener) ? undefined : fork.approval)
      return
    }
    fork.decidedBy = { ...state.ends }
    Object.assign(token, this.behind(fork))
    if (joinOf(this.bundle, fork.opener)?.late === 'cancel') this.cancel(token, fork.id)
    this.come(token, fork.join, { fires: { fork: fork.id, port: after.port } })
  }
}
