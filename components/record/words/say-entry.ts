import { counted } from '@/components/ui/counted'
import { formatMoney } from '@/domain/budget/money'
import type { JsonValue } from '@/domain/record/canonical'
import { ASKS, sayGate } from './say-gates'
import { HOLDS_AND_RESTARTS } from './say-restart'
import { VERSIONS } from './say-versions'
import { WAITS } from './say-waits'

/** What the sentence is made from; an EntryLine has it. */
export interface Sayable {
  kind: string
  actor: { kind: string; id: string; name: string }
  run: { id: string; title: string } | null
  team: { id: string; name: string } | null
  node: string | null
  attempt: number
  subject: string | null
  data: Record<string, JsonValue>
  privates: Record<string, JsonValue>
  unreadable: boolean
}

/** Words, or something in mono: a contract, a field, an id. */
export type Part = string | { mono: string }

export interface Sentence {
  /** How it stands out; `word` is said in that colour with its icon. */
  mark?: { tone: 'failed' | 'blocked' | 'waiting'; word: string }
  parts: Part[]
}

type Say = (entry: Sayable) => Sentence
type Mark = NonNullable<Sentence['mark']>['tone']

const plain = (...parts: (Part | false)[]): Sentence => ({
  parts: parts.filter((part): part is Part => part !== false && part !== ''),
})
const marked = (tone: Mark, word: string, ...parts: (Part | false)[]): Sentence => ({
  mark: { tone, word },
  ...plain(...parts),
})

const text = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
const list = (value: JsonValue | undefined): JsonValue[] => (Array.isArray(value) ? value : [])
const member = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined
const money = (value: JsonValue | undefined): string => {
  const digits = text(value)
  return /^\d+$/.test(digits) ? formatMoney(BigInt(digits)) : '?'
}
const contract = (ref: string): Part => ({ mono: ref.replace('@', ' ') })
const quoted = (value: JsonValue | undefined): string => (text(value) ? `“${text(value)}”` : '')

/** What an entry says, in words, for people who know none of the kinds: `Handed on deal.note 1`. */
export function sayEntry(entry: Sayable): Sentence {
  if (entry.unreadable) return marked('failed', 'Altered', 'its bytes are no entry any more')
  return (SAYINGS[entry.kind] ?? sayAnything)(entry)
}

/** The sentence as plain text: for titles, readers and copying. */
export const sentenceText = ({ mark, parts }: Sentence): string =>
  parts
    .map((part) => (typeof part === 'string' ? part : part.mono))
    .reduce((said, part) => (said === '' || isTail(part) ? said + part : `${said} ${part}`), mark?.word ?? '')

/** Whether a part begins with a sign that stands close to the word before it. */
export const isTail = (part: Part): boolean => typeof part === 'string' && /^[,:]/.test(part)

const SAYINGS: Record<string, Say> = {
  'run.started': ({ run, data }) =>
    plain(
      'Started',
      run?.title ?? 'a run',
      data['number'] !== undefined && `on version ${text(data['number'])}`,
      data['mode'] === 'shadow' && 'in shadow',
    ),
  ...HOLDS_AND_RESTARTS,
  'effect.settled_late': ({ data }) => plain('Learned late what became of the effect:', text(data['status'])),
  ...WAITS,
  'run.cancelled': ({ run, privates }) =>
    marked(
      'blocked',
      'Cancelled',
      run?.title ?? 'the run',
      privates['reason'] ? quoted(privates['reason']) : '',
    ),
  'run.ended': ({ data }) =>
    text(data['status']) === 'failed'
      ? marked('failed', 'Failed', `the run: ${text(data['outcome']) || 'no outcome'}`)
      : text(data['outcome']) === 'rejected'
        ? marked('blocked', 'Rejected', 'the run')
        : plain('Ended the run:', text(data['outcome']) || 'done'),
  'step.completed': sayStep,
  'step.failed': ({ data, privates, attempt }) => {
    const code = text(data['code'])
    const message = text(member(privates['failure'], 'message'))
    const tries = attempt > 0 && `(attempt ${attempt + 1})`
    if (code === 'contract_violated')
      return marked('failed', 'Refused', message || `what ${text(data['name'])} handed over`, tries)
    if (code === 'budget_blocked')
      return marked('blocked', 'Blocked', message || 'the call: the budget is used up', tries)
    if (code === 'stopped' || code === 'view_denied')
      return marked('blocked', 'Blocked', message || text(data['name']), tries)
    return marked('failed', 'Failed', message || `${text(data['name'])}: ${code.replaceAll('_', ' ')}`, tries)
  },
  'review.opened': ({ data, privates }) =>
    marked(
      'waiting',
      'Parked',
      'the run for',
      ASKS[text(data['kind'])] ?? 'help',
      privates['question'] ? `: ${text(privates['question'])}` : '',
    ),
  'review.decided': sayVerdict,
  'verdict.refused': ({ data }) =>
    marked(
      'blocked',
      'Refused',
      'the verdict:',
      data['because'] === 'four_eyes' ? 'four eyes are asked for' : text(data['because']),
    ),
  'effect.intended': ({ data }) =>
    plain(
      'Meant to send',
      { mono: text(data['method']) },
      'to',
      text(data['connection']),
      data['mode'] === 'shadow' && '(simulated)',
    ),
  'access.refused': ({ data }) =>
    marked('blocked', 'Refused', 'for want of', { mono: text(data['permission']) }),
  'session.opened': ({ data }) =>
    plain(
      'Signed in',
      data['method'] === 'practice'
        ? 'with a practice account'
        : data['method'] === 'oidc' && 'by single sign-on',
    ),
  'session.closed': () => plain('Signed out'),
  'session.refused': ({ data, privates }) =>
    marked(
      'blocked',
      'Refused',
      'a sign-in',
      privates['email'] ? `as ${text(privates['email'])}` : '',
      `: ${text(data['reason']).replaceAll('_', ' ')}`,
    ),
  'team.created': ({ team, subject }) => plain('Drew the team', team?.name ?? text(subject)),
  'team.edited': ({ team, data, subject }) =>
    plain(
      'Edited',
      team?.name ?? text(subject),
      list(data['commands']).length > 0 && `with ${counted(list(data['commands']).length, 'change')}`,
    ),
  'team.replaced': ({ team, subject }) => plain('Replaced the draft of', team?.name ?? text(subject)),
  'comment.started': ({ team, subject, privates }) =>
    plain('Commented on', team?.name ?? text(subject), quoted(privates['text'])),
  'comment.replied': ({ team, subject, privates }) =>
    plain('Answered a comment on', team?.name ?? text(subject), quoted(privates['text'])),
  'comment.edited': ({ team, subject }) => plain('Changed a comment on', team?.name ?? text(subject)),
  'comment.removed': ({ team, subject }) => plain('Removed a comment on', team?.name ?? text(subject)),
  'comment.resolved': ({ team, subject }) => plain('Settled a comment on', team?.name ?? text(subject)),
  'comment.reopened': ({ team, subject }) => plain('Opened a comment again on', team?.name ?? text(subject)),
  ...VERSIONS,
  'team.stopped': ({ team, subject, data }) =>
    marked('blocked', 'Stopped', 'the team', team?.name ?? text(subject), quoted(data['reason'])),
  'team.resumed': ({ team, subject, data }) =>
    plain('Let the team', team?.name ?? text(subject), 'work again', quoted(data['reason'])),
  'workspace.stopped': ({ data }) =>
    marked('blocked', 'Stopped', 'the whole workspace', quoted(data['reason'])),
  'workspace.resumed': ({ data }) => plain('Let the workspace work again', quoted(data['reason'])),
  'team.archived': ({ team, subject }) => plain('Archived', team?.name ?? text(subject)),
  'agent.created': ({ data }) => plain('Took on the agent', { mono: text(data['agent']) }),
  'agent.changed': ({ data }) => plain('Changed the agent', { mono: text(data['agent']) }),
  'agent.stopped': ({ data, privates }) =>
    marked(
      'blocked',
      'Stopped',
      'the agent',
      { mono: text(data['agent']) },
      quoted(data['reason'] ?? privates['reason']),
    ),
  'agent.resumed': ({ data }) => plain('Let the agent', { mono: text(data['agent']) }, 'work again'),
  'budget.raised': ({ data }) =>
    plain(
      `Raised the budget of ${text(data['scope'])}`,
      { mono: text(data['subject']) },
      `from ${money(data['from'])} to ${money(data['to'])}`,
    ),
  'member.added': ({ data }) =>
    plain(
      'Added a member',
      list(data['roles']).length > 0 && `as ${list(data['roles']).map(text).join(', ')}`,
    ),
  'member.roles_changed': ({ data }) =>
    plain(
      'Gave a member other roles:',
      list(data['after'] ?? data['roles'])
        .map(text)
        .join(', ') || 'none',
    ),
  'member.disabled': () => plain('Disabled a member'),
  'token.created': ({ data }) =>
    plain(
      'Made an API token',
      list(data['roles']).length > 0 && `as ${list(data['roles']).map(text).join(', ')}`,
    ),
  'token.revoked': () => plain('Revoked an API token'),
  'record.exported': ({ data }) =>
    plain(
      `Exported ${counted(Number(data['size'] ?? 0), 'entry', 'entries')}`,
      data['privates'] === true && 'with the private values',
    ),
  'workspace.changed': () => plain('Changed the workspace'),
}

function sayStep({ data }: Sayable): Sentence {
  switch (data['kind']) {
    case 'agent': {
      const hidden = list(data['hidden']).length
      if (data['asks'] !== undefined)
        return plain(
          'Asked',
          { mono: text(data['asks']) },
          'for more',
          `, request ${text(data['round'])} of ${text(data['of'])}`,
        )
      const instead = text(data['instead_of'])
      return plain(
        'Handed on',
        contract(text(data['contract']) || text(data['name'])),
        instead !== '' && `, in the place of ${instead}`,
        hidden > 0 && `, ${counted(hidden, 'field')} hidden from it`,
        data['fitted'] !== undefined && ', what it saw made to fit',
      )
    }
    case 'rules': {
      const stopped = list(data['rules']).filter((rule) => member(rule, 'held') === false)
      if (stopped.length === 0) return plain(`Passed ${counted(list(data['rules']).length, 'rule')}`)
      const ids = stopped.map((rule) => text(member(rule, 'id'))).join(', ')
      return text(data['port']) === 'reject'
        ? marked('blocked', 'Rejected', 'it by', { mono: ids })
        : marked('blocked', 'Stopped', 'it for a review by', { mono: ids })
    }
    case 'action': {
      if (data['simulated'] === true) return plain('Simulated', text(data['name']))
      const reads = text(data['method']) === 'GET'
      return plain(reads ? 'Read from' : 'Wrote to', text(data['connection']), `: ${text(data['name'])}`)
    }
    case 'wait':
      return data['port'] === 'timeout'
        ? plain('Waited in vain for', { mono: text(data['event']) })
        : plain('Took the event', { mono: text(data['event']) })
    case 'supervisor':
    case 'conflict':
      return sayGate(data)
    case 'router':
      return plain('Took the way', quoted(data['port']))
    case 'end':
      return plain('Came to the end', quoted(data['name']))
    default:
      return plain('Finished', text(data['name']))
  }
}

function sayVerdict({ data, privates }: Sayable): Sentence {
  const effects = list(data['effects']).length
  const reason = quoted(privates['reason'])
  const edited = data['edited'] === true && 'after editing'
  switch (data['decision']) {
    case 'approve':
      if (data['kind'] === 'conflict') return plain('Let the claim of', text(data['holds']), 'hold', reason)
      return plain('Approved', edited, effects > 0 && `, ${counted(effects, 'effect')}`, reason)
    case 'reject':
      return marked(
        'blocked',
        'Rejected',
        data['kind'] === 'approval' ? 'it' : 'it, and gave the run up',
        reason,
      )
    case 'send_back':
      return plain('Sent it back', reason)
    case 'retry':
      return plain('Had it tried again', reason)
    case 'raise':
      return plain('Raised the budget, and let it go on', reason)
    default:
      return plain(`Decided: ${text(data['decision'])}`, reason)
  }
}

/** `model.price_changed` → `Price changed: model …`. Nothing is left unsaid for want of a saying. */
function sayAnything({ kind, subject }: Sayable): Sentence {
  const [entity = kind, verb = ''] = kind.split('.')
  const words = verb.replaceAll('_', ' ')
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)} ${entity.replaceAll('_', ' ')}`
  return verb === 'refused'
    ? marked('blocked', 'Refused', entity, subject ?? '')
    : plain(sentence, subject ? { mono: subject } : '')
}
