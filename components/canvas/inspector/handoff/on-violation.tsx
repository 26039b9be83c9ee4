import type { TeamNode } from '@/domain/team/node'

/** What happens when what is handed over breaks its contract; never passed on. */
export function OnViolation({ source, target }: { source: TeamNode; target: TeamNode }) {
  const steps = [
    ...(source.kind === 'agent'
      ? [
          source.repairs === 0
            ? `${source.name} is not asked again.`
            : `${source.name} gets its answer back with what is wrong, at most ${source.repairs === 1 ? 'once' : `${source.repairs} times`}.`,
        ]
      : [`What ${source.name} hands over is checked as it leaves.`]),
    ...('fallback' in source && source.fallback !== undefined
      ? ['Whoever stands in there is asked once, and held to the same contract.']
      : []),
    `It is checked once more when ${target.name} takes it up.`,
    'If it still breaks its contract, the run stops there and a person gets it, with all that happened.',
  ]
  return (
    <ol className="grid list-decimal gap-2 py-3 pr-4 pl-9">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}
