import { counted } from '@/components/ui/counted'
import { marked, plain, text, type Say, type Sayable } from './sentence'

const number = (entry: Sayable, name: string): number => Number(entry.data[name] ?? 0)
const daysIn = (days: unknown): string =>
  Object.entries((days ?? {}) as Record<string, number>)
    .map(([classification, kept]) => `${classification} ${counted(kept, 'day')}`)
    .join(', ') || 'everything for ever'

/** What became of people's data, in words. */
export const PRIVACY: Record<string, Say> = {
  'person.searched': (entry) => plain('Looked for a person, found in', counted(number(entry, 'runs'), 'run')),
  'erasure.requested': (entry) => plain('Asked for a person to be erased:', text(entry.data['reason'])),
  'erasure.declined': (entry) =>
    marked('blocked', 'Declined', 'to erase a person:', text(entry.data['reason'])),
  'erasure.withdrawn': () => plain('Withdrew the request to erase a person'),
  'erasure.refused': (entry) =>
    marked(
      'blocked',
      'Refused',
      'to erase a person:',
      entry.data['because'] === 'held' ? 'a legal hold is in force' : 'a run that names them is under way',
    ),
  'erasure.carried_out': (entry) =>
    plain(
      'Erased a person:',
      counted(number(entry, 'values'), 'value'),
      number(entry, 'runs') > 0 ? `in ${counted(number(entry, 'runs'), 'run')}` : '',
    ),
  'hold.placed': (entry) =>
    plain(`Placed a legal hold on a ${text(entry.data['on'])}:`, text(entry.data['reason'])),
  'hold.lifted': (entry) =>
    plain(`Lifted the legal hold on a ${text(entry.data['on'])}:`, text(entry.data['reason'])),
  'retention.changed': (entry) => plain('Set how long values are kept:', daysIn(entry.data['days'])),
  'retention.carried_out': (entry) =>
    plain('Let go of', counted(number(entry, 'values'), 'value'), 'that were kept long enough'),
}
