import { counted } from '@/components/ui/counted'
import { DENIALS } from './say-denials'
import { CONNECTIONS } from './say-connections'
import type { JsonValue } from '@/domain/record/canonical'
import { ASKS } from './say-gates'
import { MEMBERS } from './say-members'
import { MONEY } from './say-money'
import { HOLDS_AND_RESTARTS } from './say-restart'
import { sayStep, sayVerdict } from './say-steps'
import { PRIVACY } from './say-privacy'
import { PEOPLE } from './say-people'
import { SECOND_PERSONS } from './say-second-person'
import { SETUP } from './say-setup'
import { VERSIONS } from './say-versions'
import { WAITS } from './say-waits'
import {
  because,
  agent,
  connection,
  inNames,
  list,
  marked,
  member,
  plain,
  text,
  type Say,
  type Sayable,
  type Sentence,
} from './sentence'

/** What an entry says, in words, for people who know none of the kinds: `Handed on deal.note 1`. */
export function sayEntry(entry: Sayable): Sentence {
  if (entry.unreadable) return marked('failed', 'Altered', 'its bytes are no entry any more')
  return inNames((SAYINGS[entry.kind] ?? sayAnything)(entry), entry)
}

/** What each kind of entry says; of another kind, `sayAnything`. */
export const SAYINGS: Record<string, Say> = {
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
  ...CONNECTIONS,
  'run.cancelled': ({ run, privates }) =>
    marked(
      'blocked',
      'Cancelled',
      run?.title ?? 'the run',
      privates['reason'] ? because(privates['reason']) : '',
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
    if (code === 'tier_blocked')
      return marked('blocked', 'Blocked', message || 'the call: only a dearer model is left', tries)
    if (code === 'cost_unusual')
      return marked('blocked', 'Stopped', message || 'the run: it costs more than its runs do', tries)
    if (code === 'stopped' || code === 'view_denied' || code === 'untrusted')
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
    marked('blocked', 'Refused', 'the verdict:', REFUSED_FOR[text(data['because'])] ?? text(data['because'])),
  'effect.intended': (entry) =>
    plain(
      'Meant to send',
      { mono: text(entry.data['method']) },
      'to',
      connection(entry, entry.data['connection']),
      entry.data['mode'] === 'shadow' && '(simulated)',
    ),
  ...DENIALS,
  'effect.refused': (entry) =>
    marked(
      'blocked',
      'Refused',
      { mono: text(entry.data['method']) },
      'to',
      connection(entry, entry.data['connection']),
      'at the gate:',
      refusingStage(entry.data['stages']),
    ),
  'effect.undo_intended': (entry) =>
    plain(
      'Meant to undo by',
      { mono: text(entry.data['method']) },
      'to',
      connection(entry, entry.data['connection']),
      because(entry.privates['reason']),
    ),
  'effect.undone': ({ data }) =>
    data['status'] === 'done'
      ? plain('Undid an effect')
      : marked('failed', 'Could not', 'undo an effect:', text(data['status'])),
  'authorisation.granted': (entry) => {
    const { agent: slug, connection: to, operation, method, path, per_day: perDay } = entry.data
    const covers = text(operation) || `${text(method)} ${text(path)}`
    return plain(
      'Pre-authorised',
      agent(entry, slug),
      `for ${covers} over ${connection(entry, to)}, ${text(perDay)} a day`,
      because(entry.privates['reason']),
    )
  },
  'authorisation.withdrawn': (entry) =>
    plain('Withdrew a pre-authorisation of', agent(entry, entry.subject), because(entry.privates['reason'])),
  'session.opened': ({ data }) =>
    plain(
      'Signed in',
      data['method'] === 'practice'
        ? 'with a practice account'
        : data['method'] === 'oidc' && 'by single sign-on',
    ),
  'session.closed': () => plain('Signed out'),
  ...PEOPLE,
  'session.refused': ({ data, privates }) =>
    marked(
      'blocked',
      'Refused',
      'a sign-in',
      privates['email'] ? `as ${text(privates['email'])}` : '',
      `: ${text(data['reason']).replaceAll('_', ' ')}`,
    ),
  'team.created': ({ team, subject }) => plain('Drew the team', team?.name ?? text(subject)),
  'team.edited': ({ team, data, subject }) => {
    const edits = Object.values(data['edits'] ?? {}).reduce((sum: number, count) => sum + Number(count), 0)
    return plain('Edited', team?.name ?? text(subject), edits > 0 && `with ${counted(edits, 'change')}`)
  },
  'team.replaced': ({ team, subject }) => plain('Replaced the draft of', team?.name ?? text(subject)),
  'comment.started': ({ team, subject, privates }) =>
    plain('Commented on', team?.name ?? text(subject), because(privates['text'])),
  'comment.replied': ({ team, subject, privates }) =>
    plain('Answered a comment on', team?.name ?? text(subject), because(privates['text'])),
  'comment.edited': ({ team, subject }) => plain('Changed a comment on', team?.name ?? text(subject)),
  'comment.removed': ({ team, subject }) => plain('Removed a comment on', team?.name ?? text(subject)),
  'comment.resolved': ({ team, subject }) => plain('Settled a comment on', team?.name ?? text(subject)),
  'comment.reopened': ({ team, subject }) => plain('Opened a comment again on', team?.name ?? text(subject)),
  ...PRIVACY,
  ...VERSIONS,
  ...SECOND_PERSONS,
  'team.stopped': ({ team, subject, data }) =>
    marked('blocked', 'Stopped', 'the team', team?.name ?? text(subject), because(data['reason'])),
  'team.resumed': ({ team, subject, data }) =>
    plain('Let the team', team?.name ?? text(subject), 'work again', because(data['reason'])),
  'workspace.stopped': ({ data }) =>
    marked('blocked', 'Stopped', 'the whole workspace', because(data['reason'])),
  'workspace.resumed': ({ data }) => plain('Let the workspace work again', because(data['reason'])),
  'agent.created': (entry) => plain('Took on the agent', agent(entry, entry.data['agent'])),
  'agent.changed': (entry) => plain('Changed the agent', agent(entry, entry.data['agent'])),
  'agent.stopped': (entry) =>
    marked(
      'blocked',
      'Stopped',
      'the agent',
      agent(entry, entry.data['agent']),
      because(entry.data['reason'] ?? entry.privates['reason']),
    ),
  'agent.resumed': (entry) => plain('Let the agent', agent(entry, entry.data['agent']), 'work again'),
  ...MONEY,
  ...MEMBERS,
  'record.exported': ({ data }) =>
    plain(
      `Exported ${counted(Number(data['size'] ?? 0), 'entry', 'entries')}`,
      data['privates'] === true && 'with the private values',
    ),
  ...SETUP,
}

const REFUSED_FOR: Record<string, string> = {
  four_eyes: 'four eyes are asked for',
  clearance: 'it asks for more clearance',
  role: 'the role reviewer is needed',
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

/** `policy (no-clerk)`: which stage of a gate refused, and the policies that did. */
function refusingStage(stages: JsonValue | undefined): string {
  const refusing = list(stages).find((stage) => member(stage, 'outcome') === 'refused')
  const policies = list(member(refusing, 'policies')).map(text).join(', ')
  return `${text(member(refusing, 'stage'))}${policies ? ` (${policies})` : ''}`
}
