import { principalOf } from '@/domain/actor'
import type { PolicyRequest } from '@/domain/policy/cedar/decide'
import { carriesWords } from '@/domain/policy/carries-words'
import { clears } from '@/domain/policy/classification'
import { toolRequest } from '@/domain/policy/deeds'
import { decided, denialOf, whyDenied, type Denial } from '@/domain/policy/denial'
import type { ViewPlan } from '@/domain/policy/view'
import type { DeniedCall } from '@/domain/run/step'
import type { Agent, Tool } from '@/domain/team/agent'
import { decideIn, errandIn } from '@/domain/team/governed'
import { connectionsBehind } from '@/domain/team/trust/flow-of'
import { toolWrites } from '@/domain/team/tool-writes'
import { isTainted, type Taint } from '@/domain/team/trust/flows'
import '@/server/cedar'
import type { NewEntry } from '@/server/record/append'
import { deniedEntry } from './denied'
import type { Activation } from './types'

type Guarded = Pick<Activation, 'at' | 'version' | 'runId'>

/**
 * Stands before every tool that a model asks for in one attempt: the policies that hold decide, by what the agent has read
 * until then. It only ever learns of more that is not to be trusted.
 */
export class ToolGuard {
  /** What was denied, for the record. */
  readonly entries: NewEntry[] = []
  private readonly readFrom: Set<string>
  private tainted: boolean

  /**
   * @param seen what is not to be trusted of what the agent was shown and told
   * @param view what it was shown
   */
  constructor(
    private readonly activation: Guarded,
    private readonly agent: Agent,
    seen: Taint,
    private readonly view: ViewPlan,
  ) {
    this.tainted = isTainted(seen)
    this.readFrom = new Set(connectionsBehind(activation.version.bundle, seen.words))
  }

  /** Why a call is not made; undefined where it may be. */
  denies(tool: Tool, args: unknown): DeniedCall | undefined {
    const { bundle } = this.activation.version
    const writes = toolWrites(tool, bundle.connections[tool.connection])
    const held = this.agent.tools.includes(tool)
    const outward = this.knowsMoreThan(tool.connection) && carriesWords(tool.parameters, args)
    const request = toolRequest(this.context(), tool, { held, writes, outward })
    const said = decided(decideIn(bundle), request)
    // Policies or not: what writes is an action behind a gate.
    if (said.allowed && !writes) return undefined
    return this.denied(denialOf(request, said.allowed ? { policies: [] } : said))
  }

  /** A name that is no tool of this agent: nothing could permit it. A model may name anything, so the record does not. */
  unknown(): DeniedCall {
    const asked = toolRequest(this.context(), { name: '', connection: '' }, { held: false, writes: false })
    const request: PolicyRequest = { ...asked, resource: { ...asked.resource, id: '', in: [] } }
    return this.denied(denialOf(request, { policies: [] }))
  }

  /** What was read is with the model from its next answer on. */
  hasRead(tools: readonly Pick<Tool, 'connection'>[]): void {
    for (const { connection } of tools) this.readFrom.add(connection)
    this.tainted ||= tools.length > 0
  }

  private context() {
    const { at, version } = this.activation
    return {
      agent: this.agent,
      errand: errandIn(version.bundle),
      startedBy: principalOf(at.startedBy),
      tainted: this.tainted,
      granted: false,
    }
  }

  /** Whether it has read in another system, or was shown what this one is not cleared for. */
  private knowsMoreThan(connection: string): boolean {
    if ([...this.readFrom].some((slug) => slug !== connection)) return true
    const { clearance = 'public' } = this.activation.version.bundle.connections[connection] ?? {}
    return this.view.fields.some(
      ({ visibility, classification }) =>
        visibility === 'clear' && (!classification || !clears(clearance, classification)),
    )
  }

  private denied(denial: Denial): DeniedCall {
    this.entries.push(deniedEntry(this.activation, denial))
    const { governed } = this.activation.version.bundle
    const titles = new Map(governed?.policies.map(({ id, title }) => [id, title]))
    return { policies: denial.policies, because: whyDenied(denial, titles) }
  }
}
