import { counted } from '@/components/ui/counted'
import { connection, list, marked, member, plain, quoted, text, type Say, type Sayable } from './sentence'

const teamOf = ({ team, subject }: Sayable): string => team?.name ?? text(subject)

/** `Changed the trigger Nightly of Deals` */
const trigger =
  (did: string): Say =>
  ({ subject, team }) =>
    plain(did, text(subject), team !== null && `of ${team.name}`)

const source =
  (did: string): Say =>
  ({ subject }) =>
    plain(did, text(subject))

const LIMITS: [string, string][] = [
  ['requests_per_minute', 'request'],
  ['tokens_per_minute', 'token'],
]

/** `60 requests a minute, 4 calls at once` */
function limits({ data }: Sayable): string {
  const perMinute = LIMITS.flatMap(([key, what]) =>
    typeof data[key] === 'number' ? [`${counted(data[key], what)} a minute`] : [],
  )
  const atOnce = data['parallel_calls']
  const all = [...perMinute, ...(typeof atOnce === 'number' ? [`${counted(atOnce, 'call')} at once`] : [])]
  return all.join(', ') || 'none'
}

/** Teams, what starts them, what they are tried with, and the models and connections that they use, in words. */
export const SETUP: Record<string, Say> = {
  'team.imported': (entry) =>
    plain(entry.data['created'] === false ? 'Imported a draft into' : 'Imported the team', teamOf(entry)),
  'team.limited': (entry) =>
    plain(
      'Set how many runs of',
      teamOf(entry),
      'are under way at once:',
      text(entry.data['maxInFlight']) || 'any number',
    ),
  'team.archived': (entry) => plain('Archived', teamOf(entry)),
  'team.restored': (entry) => plain('Brought back', teamOf(entry)),
  'case.saved': ({ subject, team }) =>
    plain('Saved the test case', quoted(subject), team !== null && `of ${team.name}`),
  'case.removed': ({ subject, team }) =>
    plain('Removed the test case', quoted(subject), team !== null && `of ${team.name}`),
  'trial.ended': (entry) =>
    plain(
      'Ended a test of',
      teamOf(entry),
      ...(entry.subject && entry.team ? [quoted(entry.subject)] : []),
      [': ', text(entry.data['status']).replaceAll('_', ' ')].join(''),
    ),
  'trial.refused': (entry) =>
    marked(
      'blocked',
      'Refused',
      'a test of',
      entry.team?.name ?? 'a team',
      `: its draft has ${counted(Number(entry.data['problems'] ?? 0), 'problem')}`,
    ),
  'trigger.added': trigger('Added the trigger'),
  'trigger.changed': trigger('Changed the trigger'),
  'trigger.enabled': trigger('Switched on the trigger'),
  'trigger.disabled': trigger('Switched off the trigger'),
  'trigger.removed': trigger('Removed the trigger'),
  'trigger.key_rotated': trigger('Gave a new key to the trigger'),
  'trigger.link_revoked': trigger('Gave a new link to the trigger'),
  'trigger.old_key_ended': trigger('Ended the old key of the trigger'),
  'trigger.failed': ({ subject, team, data, privates }) =>
    marked(
      'failed',
      'Could not start',
      team?.name ?? 'a run',
      `by the trigger ${text(subject)}:`,
      text(privates['message']) || text(data['code']).replaceAll('_', ' '),
    ),
  'event_source.added': source('Added the event source'),
  'event_source.changed': source('Changed the event source'),
  'event_source.enabled': source('Switched on the event source'),
  'event_source.disabled': source('Switched off the event source'),
  'event_source.removed': source('Removed the event source'),
  'event_source.key_rotated': source('Gave a new key to the event source'),
  'event_source.old_key_ended': source('Ended the old key of the event source'),
  'event.received': ({ subject, data }) =>
    plain(
      'Received the event',
      { mono: text(subject) },
      `: ${counted(Number(data['woke'] ?? 0), 'run')} went on with it`,
    ),
  'model.added': source('Added the model'),
  'model.changed': source('Changed the model'),
  'model.reset': ({ subject }) => plain('Had', text(subject), 'asked again'),
  'provider.added': source('Added the model provider'),
  'provider.changed': source('Changed the model provider'),
  'provider.removed': ({ subject, data }) =>
    plain(
      'Removed the model provider',
      text(subject),
      `with ${counted(list(data['models']).length, 'model')}`,
    ),
  'limits.set': (entry) => plain('Set the limits of', text(entry.subject), `: ${limits(entry)}`),
  'connection.added': (entry) => plain('Added the connection', connection(entry, entry.subject)),
  'connection.changed': (entry) => plain('Changed the connection', connection(entry, entry.subject)),
  'connection.removed': (entry) => plain('Removed the connection', connection(entry, entry.subject)),
  'connection.reset': (entry) => plain('Had', connection(entry, entry.subject), 'asked again'),
  'connection.laid_anew': (entry) => plain('Laid the data anew of', connection(entry, entry.subject)),
  'workspace.changed': ({ data: { before, after } }) =>
    plain(
      'Changed the workspace',
      ...(['name', 'timeZone'] as const).flatMap((key) => {
        const [was, is] = [text(member(before, key)), text(member(after, key))]
        return was && is && was !== is
          ? [`: ${key === 'name' ? 'its name' : 'its time zone'} from ${was} to ${is}`]
          : []
      }),
    ),
}
