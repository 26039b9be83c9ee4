import { didYouMean } from '../../expression/nearest'
import type { ViewPlan } from '../../policy/view'
import { isStaffed, type StaffedNode } from '../staff'
import type { Check, Compilation, Found } from './check'
import { pathsOf } from './views'

/** Who stands in is somebody else who is there, and sees enough to do the same job. */
export const standInCheck: Check = {
  code: 'stand_in',
  title: 'Who stands in can',
  run(team) {
    return team.document.nodes.flatMap((node) =>
      isStaffed(node) && node.fallback !== undefined ? problemsOf(team, node, node.fallback) : [],
    )
  },
}

function problemsOf(team: Compilation, node: StaffedNode, fallback: string): Found[] {
  const place = { node: node.id, pointer: '/fallback' }
  const nobody = {
    label: 'Let nobody stand in',
    command: { type: 'node.update' as const, id: node.id, patch: { fallback: null } },
  }
  if (fallback === node.agent)
    return [
      {
        code: 'stand_in.same',
        severity: 'error',
        message: `"${node.name}" lets an agent stand in for itself. Choose another, or nobody.`,
        place,
        fixes: [nobody],
      },
    ]
  const agent = team.agents.get(fallback)
  if (!agent)
    return [
      {
        code: 'stand_in.unknown',
        severity: 'error',
        message: `At "${node.name}" the agent "${fallback}" is to stand in, whom this workspace does not have${didYouMean(fallback, team.agents.keys())}. Choose another, or nobody.`,
        place,
        fixes: [nobody],
      },
    ]
  const [first, second] = [team.views[node.id], team.fallbackViews[node.id]]
  if (!first || !second) return []
  const less = hiddenFrom(first, second)
  if (less.length === 0) return []
  const blind = second.fields.every(({ visibility }) => visibility === 'absent')
  return [
    {
      code: blind ? 'stand_in.blind' : 'stand_in.sees',
      severity: blind ? 'error' : 'warning',
      message: blind
        ? `${agent.name} sees nothing of what "${node.name}" works with, so it cannot stand in there. Choose one with the clearance for it.`
        : `${agent.name}, who stands in at "${node.name}", does not see ${pathsOf(less)}, which its agent does.`,
      place,
      ...(blind && { fixes: [nobody] }),
    },
  ]
}

/** The fields that the one sees clearly and the other does not. */
function hiddenFrom(one: ViewPlan, other: ViewPlan): ViewPlan['fields'] {
  const clear = new Set(
    other.fields.filter(({ visibility }) => visibility === 'clear').map(({ path }) => path),
  )
  return one.fields.filter(({ path, visibility }) => visibility === 'clear' && !clear.has(path))
}
