import { jsonEquals } from '../../contract/json-schema'
import { applyStatePatch, writeSlot } from '../../state/patch'
import { scopePath, visibleState } from '../../state/scoped'
import type { Bundle } from '../../team/bundle'
import { handedOnBy, kindOf } from '../../team/kinds/registry'
import type { TeamNode } from '../../team/node'
import { isStaffed } from '../../team/staff'
import { forkId, placesIn, within, type Fork } from '../fork'
import type { PlannedStep } from '../history'
import { joinOf, type PlannedLane } from '../plan'
import type { Happening, OpenFork, Simulated, Step, Token } from './happening'

/** Whether a node writes its own slot when it is left by a way: not where it asks for more instead. */
export const writesBy = (node: TeamNode, port: string): boolean =>
  kindOf(node).asks?.(node) !== port && handedOnBy(node, port).some(({ slot }) => slot === node.id)

/** What the database keeps of a simulated run, and its functions: see the migrations. */
export class Board {
  protected readonly happenings: Happening[] = []
  protected readonly tokens: Token[] = []
  protected readonly forks = new Map<string, OpenFork>()
  protected readonly history: Step[] = []
  protected root: Record<string, unknown> = {}
  protected outcome: string | undefined

  constructor(protected readonly bundle: Bundle) {
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

  /** Where a token goes on that leaves a fork, and whether what was approved before it still is. */
  protected behind({ path, scope, logical, approval, tainted, taintedBefore }: OpenFork) {
    return {
      path,
      scope,
      logical,
      approval: tainted ? undefined : approval,
      tainted: tainted || taintedBefore,
    }
  }

  protected nodeOf(id: string): TeamNode {
    const node = this.bundle.nodes[id]
    if (!node) throw new Error(`There is no node ${id}`)
    return node
  }

  protected writesBy(id: string, port: string): boolean {
    return writesBy(this.nodeOf(id), port)
  }

  protected byItems(opener: string): boolean {
    return kindOf(this.nodeOf(opener)).opens === 'items'
  }

  protected steps(scope: string): Step[] {
    return this.history.filter((step) => step.scope === '' || `${scope}/`.startsWith(`${step.scope}/`))
  }

  protected seenBy({ scope }: Token): Record<string, unknown> {
    return visibleState(this.root, scope)
  }

  protected visits(token: Token): number {
    return this.history.filter(({ node, logical }) => node === token.node && logical === token.logical).length
  }

  protected laneOf({ path }: Token): OpenFork | undefined {
    return this.forks.get(placesIn(path).at(-1)?.fork ?? '')
  }

  /** A node is come to: numbered as the database does, under the run's lock. */
  protected come(token: Token, id: string, arrived: Token['arrived'], approval = token.approval): void {
    const iterations = [...this.history, ...this.live]
      .filter(({ node }) => node === id)
      .map(({ iteration }) => iteration)
    const node = this.nodeOf(id)
    const passesOn = !kindOf(node).isGate && !isStaffed(node) && !kindOf(node).fromOutside?.(node)
    token.node = id
    token.iteration = Math.max(-1, ...iterations) + 1
    token.arrived = arrived
    const history = this.steps(token.scope)
    this.happenings.push({
      kind: 'came',
      node: id,
      path: token.path,
      scope: token.scope,
      ...(arrived.fires && { again: true as const }),
      state: this.seenBy(token),
      history,
      decided: new Set(
        history
          .filter((step) => step.status === 'done' && this.writesBy(step.node, step.port ?? ''))
          .map((step) => step.node),
      ),
      ...(arrived.slot !== undefined && { slot: arrived.slot }),
      ...(approval !== undefined && { approval }),
    })
    token.approval = passesOn ? approval : undefined
    token.tainted = token.tainted || !passesOn
  }

  protected record(
    { node, iteration, scope, logical }: Token,
    status: PlannedStep['status'],
    port?: string,
  ): void {
    this.history.push({ node, iteration, attempt: 0, status, scope, logical, ...(port && { port }) })
    this.happenings.push({ kind: 'left', node, status, ...(port && { port }) })
  }

  protected write({ scope }: Token, slot: string, value: unknown): void {
    const { patch, state } = writeSlot(this.root, slot, value, scopePath(scope))
    if (!jsonEquals(applyStatePatch(this.root, patch), state)) throw new Error('A patch misleads')
    this.root = state
  }

  /** What each lane brought: as the handlers of joins and orchestrators in server/engine/handlers. */
  protected gathered({ id, opener, scope, state }: OpenFork): unknown {
    const apart = this.byItems(opener)
    return Array.from({ length: state.width }, (_, lane) => lane).flatMap((lane) => {
      const end = state.ends[lane]
      if (end?.how !== 'arrived' || end.slot === undefined) return []
      const seen = visibleState(this.root, apart ? within(scope, { fork: id, lane }) : scope)
      return [{ lane, slot: end.slot, value: seen[end.slot] }]
    })
  }

  protected open(token: Token, state: Fork, join: string): OpenFork {
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

  protected begin(
    token: Token,
    fork: OpenFork,
    { lane, next }: PlannedLane,
    approval: string | undefined,
  ): void {
    const place = { fork: fork.id, lane }
    token.path = within(fork.path, place)
    token.tainted = false
    token.logical = `${fork.logicalId}:${lane}`
    token.scope = this.byItems(fork.opener) ? within(fork.scope, place) : fork.scope
    const busy = new Set(
      this.live
        .flatMap(({ path }) => placesIn(path))
        // What an inner join left to finish does not keep the lane that it was in from being over.
        .filter((one) => one.fork === fork.id && fork.state.ends[one.lane] === undefined)
        .map((one) => one.lane),
    )
    this.happenings.push({ kind: 'began', fork: fork.id, opener: fork.opener, lane, underWay: busy.size })
    this.come(token, next.node, { slot: next.arrived.slot }, approval)
  }

  /** As cancel_lanes. */
  protected cancel(but: Token, id: string): void {
    const fork = this.forks.get(id)
    if (!fork) return
    const inside = `${fork.path === '' ? '' : `${fork.path}/`}${id}:`
    for (const token of this.live) {
      if (token === but || !token.path.startsWith(inside)) continue
      token.live = false
      const { fires } = token.arrived
      if (fires && !fires.lapsed && !fires.told) this.happenings.push({ kind: 'cancelled', fork: fires.fork })
    }
    for (const inner of this.forks.values())
      if (`${inner.path}/`.startsWith(inside) && inner.state.status === 'open') {
        inner.state = { ...inner.state, status: 'fired' }
        this.happenings.push({ kind: 'cancelled', fork: inner.id })
      }
  }
}
