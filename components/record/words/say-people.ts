import { counted } from '@/components/ui/counted'
import { permissionInWords } from '@/domain/policy/permission-words'
import { because, connection, list, marked, person, plain, text, type Say, type Sayable } from './sentence'

/** Rules for reviews, emergency access and sessions, in words. */
export const PEOPLE: Record<string, Say> = {
  'session.ended': (entry) =>
    plain(
      'Ended',
      counted(list(entry.data['sessions']).length, 'session'),
      `of ${person(entry, entry.data['member'])}`,
    ),
  'review_rule.created': (entry) => plain('Added a rule for who decides reviews', ruled(entry)),
  'review_rule.changed': (entry) => plain('Changed a rule for who decides reviews', ruled(entry)),
  'review_rule.removed': () => plain('Removed a rule for who decides reviews'),
  'access.taken': ({ data, privates }) =>
    marked(
      'waiting',
      'Took emergency access',
      `to ${permissionInWords(text(data['permission']))} for ${counted(Number(data['minutes'] ?? 0), 'minute')}`,
      because(privates['reason']),
    ),
  'values.revealed': ({ data, privates }) =>
    marked(
      'waiting',
      'Had the run shown beyond their clearance',
      `until ${text(data['until']).slice(11, 16)} UTC`,
      because(privates['reason']),
    ),
  'values.hidden': () => plain('Hid again what the run had shown beyond their clearance'),
  'access.used': ({ data }) =>
    marked('waiting', 'Used emergency access', `to ${permissionInWords(text(data['permission']))}`),
  'access.returned': (entry) =>
    plain(
      'Ended',
      entry.data['of'] !== undefined &&
        entry.data['of'] !== entry.actor.id &&
        `for ${person(entry, entry.data['of'])}`,
      `emergency access to ${permissionInWords(text(entry.data['permission']))}`,
    ),
}

/** `: of Deals, for Practice CRM, by Sales leads` */
function ruled(entry: Sayable): string {
  const { teamId, connection: slug, groupId } = entry.data
  const parts = [
    ...(text(teamId) ? [`of ${entry.names?.[text(teamId)] ?? text(teamId)}`] : []),
    ...(text(slug) ? [`that use ${connection(entry, slug)}`] : []),
    ...(text(groupId) ? [`by ${entry.names?.[text(groupId)] ?? text(groupId)}`] : []),
  ]
  return parts.length > 0 ? `: ${parts.join(', ')}` : ''
}
