import type { NodeOf } from '../node'
import { listed, type Check, type Found } from './check'

/** Every task that may be given has somebody who can do it, and rules lead to somebody who is there. */
export const orchestratorsCheck: Check = {
  code: 'orchestrators',
  title: 'Somebody can do every task',
  run({ document }) {
    return document.nodes.flatMap((node) => (node.kind === 'orchestrator' ? problemsOf(node) : []))
  },
}

function problemsOf(node: NodeOf<'orchestrator'>): Found[] {
  const found = (code: string, message: string, pointer: string): Found => ({
    code: `orchestrators.${code}`,
    severity: 'error',
    message,
    place: { node: node.id, pointer },
  })
  const types = node.tasks.map(({ type }) => type)
  const ways = node.spokes.map(({ port }) => port)
  const problems: Found[] = []
  if (types.length === 0)
    problems.push(found('tasks', `"${node.name}" may give no tasks. Say which types there are.`, '/tasks'))
  if (node.produces === undefined)
    problems.push(
      found('result', `"${node.name}" does not say what it hands on. Choose a contract.`, '/produces'),
    )
  if (new Set(types).size < types.length || new Set(ways).size < ways.length || ways.includes('out'))
    problems.push(found('twice', `"${node.name}" has two tasks or two ways of the same name.`, '/spokes'))
  const undone = types.filter((type) => !node.spokes.some(({ can }) => can.includes(type)))
  if (undone.length > 0)
    problems.push(
      found('undone', `Nobody whom "${node.name}" is connected to can do ${listed(undone)}.`, '/spokes'),
    )
  for (const [i, { label, port, can }] of node.spokes.entries()) {
    const unknown = can.filter((type) => !types.includes(type))
    if (can.length === 0 || unknown.length > 0)
      problems.push(
        found(
          'idle',
          can.length === 0
            ? `"${node.name}" is connected to "${label || port}", but for no task.`
            : `"${label || port}" is said to do ${listed(unknown)}, which "${node.name}" never gives.`,
          `/spokes/${i}/can`,
        ),
      )
  }
  for (const [i, { type, to }] of node.rules.entries())
    if (!types.includes(type) || !ways.includes(to))
      problems.push(
        found(
          'rule',
          `Rule ${i + 1} of "${node.name}" is about a task or a way that is not there: ${type} to ${to}.`,
          `/rules/${i}`,
        ),
      )
  return problems
}
