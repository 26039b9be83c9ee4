import { kindOf } from '@/domain/team/kinds/registry'
import type { NewEntry } from '@/server/record/append'
import { carryOn, foreseen } from './carry-on'
import type { Entered } from './entered'
import { keepLeftovers } from './leftovers'
import { isRefused, isStale, isTransient, type Commit, type RunStore } from './store'
import type { Activation, HandlerOutcome } from './types'
import type { LoadedVersion } from './versions'

/** At most so many steps are decided ahead of what is committed. */
const MOST = 16

/** A step as it is to be committed, and what it leaves when that is refused. */
export interface Decided {
  commit: Commit
  entries: NewEntry[]
  activation: Activation
  outcome: HandlerOutcome
}

/** Steps that were decided together could not be committed together. Taken one by one, it is seen which. */
export class NotTogether extends Error {
  constructor(cause: unknown) {
    super('steps could not be committed together', { cause })
    this.name = 'NotTogether'
  }
}

/**
 * The steps of one branch that are decided and not committed yet. A branch that is alone in its run goes on from a step
 * before that step is committed, as long as nothing leaves this process; steps that come together so are committed
 * together, in their order, in one statement. Whatever asks a model, a connection or a person, reads its run, splits,
 * waits or ends first waits until all before it is committed (`landed`), or is committed with it (`rest`). So nobody
 * outside ever sees what rests on a step that may not be: a crash only does once more what nobody saw.
 */
export class Ahead {
  private decided: Decided[] = []
  private flying: Promise<void> | undefined
  private failure: { error: unknown } | undefined
  private scheduled = false

  /** @param careful one step at a time, after steps could not be committed together */
  constructor(
    private readonly store: RunStore,
    private readonly run: { id: string; workspaceId: string },
    private readonly branch: string,
    private readonly careful: boolean,
  ) {}

  /**
   * Takes a step over, when its branch may go on before it is committed.
   * @returns where it goes on; undefined when the step has to be committed first
   * @throws what kept an earlier step from being committed
   */
  async goOn(at: Entered, step: Decided): Promise<Entered | undefined> {
    if (this.failure) throw this.failure.error
    if (this.careful || !leadsOn(step.commit) || !isAlone(at, step.activation.version)) return undefined
    this.decided.push(step)
    if (this.decided.length >= MOST) await this.landed()
    else this.schedule()
    return carryOn(at, step.commit, foreseen(at, step.commit))
  }

  /** Until everything decided is committed. @throws what kept it from that */
  readonly landed = async (): Promise<void> => {
    while (this.decided.length > 0 || this.flying) await (this.flying ?? this.send())
    if (this.failure) throw this.failure.error
  }

  /** What is to be committed with the next step, once what is under way is committed. @throws what kept it from that */
  async rest(): Promise<Decided[]> {
    while (this.flying) await this.flying
    if (this.failure) throw this.failure.error
    return this.decided.splice(0)
  }

  /** Steps that were handed out by `rest` and not committed after all. */
  async lost(steps: readonly Decided[], error: unknown): Promise<void> {
    if (isTransient(error)) return
    for (const { activation, outcome } of steps) await keepLeftovers(activation, outcome)
  }

  /** When the driver has nothing to do but wait for something, what is decided is committed. */
  private schedule(): void {
    if (this.scheduled) return
    this.scheduled = true
    setImmediate(() => {
      this.scheduled = false
      if (!this.flying && this.decided.length > 0) void this.send()
    })
  }

  /** Never rejects: what failed is thrown to whoever goes on. */
  private send(): Promise<void> {
    const steps = this.decided.splice(0)
    this.flying = this.commit(steps)
      .catch(async (error: unknown) => {
        this.failure = { error }
        await this.lost([...steps, ...this.decided.splice(0)], error)
      })
      .then(() => {
        this.flying = undefined
        if (this.decided.length > 0) this.schedule()
      })
    return this.flying
  }

  private async commit(steps: Decided[]): Promise<void> {
    const [last] = steps.slice(-1)
    if (!last) return
    const { at } = last.activation
    const { go, version } = await this.store
      .commit(this.run, this.branch, at.fence, steps)
      .catch((error: unknown) => {
        throw isRefused(error) || isStale(error) || isTransient(error) ? error : new NotTogether(error)
      })
    const { go: expected, version: then } = foreseen(at, last.commit)
    if (go?.node !== expected?.node || go?.iteration !== expected?.iteration || version !== then)
      throw new NotTogether(new Error(`${at.node} led elsewhere than foreseen`))
  }
}

/** Whether a step does nothing but lead on. */
function leadsOn(commit: Commit): boolean {
  const { node: _, iteration: _i, attempt: _a, settle: _s, moves, step, next, state: _w, ...more } = commit
  return moves === 'on' && !!step && !!next && Object.values(more).every((part) => part === undefined)
}

/** Whether no other branch of the run can be under way: nothing has split. */
const isAlone = (at: Entered, { bundle }: LoadedVersion): boolean =>
  at.path === '' &&
  !at.steps.some(({ node }) => {
    const visited = bundle.nodes[node]
    return !visited || kindOf(visited).opens !== undefined
  })
