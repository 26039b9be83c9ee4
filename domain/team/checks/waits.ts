import { isEventName } from '../../event/event'
import { readsOfNode } from '../kinds/registry'
import type { NodeOf } from '../node'
import type { Check, Compilation, Found } from './check'

/** Every wait names its event, and has a contract for it where what it brings is read. */
export const waitsCheck: Check = {
  code: 'waits',
  title: 'What is waited for is known',
  run(team) {
    return team.document.nodes.flatMap((node) =>
      node.kind === 'wait' ? [...named(node), ...promised(team, node)] : [],
    )
  },
}

function named({ id, name, event }: NodeOf<'wait'>): Found[] {
  const place = { node: id, pointer: '/event' }
  if (event === '')
    return [
      {
        code: 'waits.unnamed',
        severity: 'error',
        message: `"${name}" does not say which event it waits for. Name it, as in order.shipped.`,
        place,
      },
    ]
  if (isEventName(event)) return []
  return [
    {
      code: 'waits.name',
      severity: 'error',
      message: `"${name}" waits for "${event}", which no event can be called: lower-case words joined by dots, as in order.shipped.`,
      place,
    },
  ]
}

/** What comes from outside is checked as it comes, or nothing is known of it. */
function promised({ document }: Compilation, wait: NodeOf<'wait'>): Found[] {
  if (wait.produces !== undefined) return []
  const reader = document.nodes.find(
    (node) => node !== wait && readsOfNode(node).some((path) => path.split('.')[0] === wait.id),
  )
  if (!reader) return []
  return [
    {
      code: 'waits.contract',
      severity: 'error',
      message: `"${reader.name}" reads what "${wait.name}" waits for, but no contract says what the event brings. Choose one.`,
      place: { node: wait.id, pointer: '/produces' },
    },
  ]
}
