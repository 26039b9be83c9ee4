import type { Entered } from './entered'
import type { Commit, Committed } from './store'

/** The next activation of this branch without another round trip, when the commit left it with this driver. */
export function carryOn(
  at: Entered,
  commit: Commit,
  { go, version }: Pick<Committed, 'go' | 'version'>,
): Entered {
  const { state, step } = commit
  const steps = step
    ? [
        ...at.steps,
        {
          node: commit.node,
          iteration: commit.iteration,
          attempt: commit.attempt,
          status: step.status,
          ...(step.port ? { port: step.port } : {}),
          confidence: step.result.envelope?.confidence ?? null,
          feedback: step.result.verdict ?? null,
          told: step.result.feedback ?? null,
        },
      ]
    : at.steps
  return {
    ...at,
    ...go,
    arrived: go?.arrived ?? at.arrived,
    split: null,
    steps,
    stateVersion: version,
    ...(state ? { root: state.root, state: { ...at.state, [state.slot]: state.value } } : {}),
    spentMicros: (BigInt(at.spentMicros) + BigInt(step?.costMicros ?? '0')).toString(),
  }
}

/** What the commit of a step that leads on will answer, of a branch that is alone in its run. */
export function foreseen(at: Entered, { next, state }: Commit): Pick<Committed, 'go' | 'version'> {
  const version = at.stateVersion + (state ? 1 : 0)
  if (!next) return { version, go: null }
  const visits = at.steps.flatMap(({ node, iteration }) => (node === next.node ? [iteration] : []))
  const own = next.node === at.node ? [at.iteration] : []
  const iteration = Math.max(-1, ...visits, ...own) + 1
  return { version, go: { node: next.node, iteration, attempt: 0, arrived: next.arrived } }
}
