import { counted } from '@/components/ui/counted'
import { permissionInWords } from '@/domain/policy/permission-words'
import { list, marked, member, plain, quoted, text, type Say } from './sentence'

/** Groups, clearances, standing in, emergency access and sessions, in words. */
export const PEOPLE: Record<string, Say> = {
  'session.ended': ({ data }) =>
    plain('Ended', counted(list(data['sessions']).length, 'session'), 'of a member'),
  'member.grouped': ({ data }) =>
    plain(
      data['added'] === true && 'Made somebody a member, and',
      'Kept a member’s groups as the identity provider says:',
      `${list(data['joined']).length} joined, ${list(data['left']).length} left`,
    ),
  'member.clearance_changed': ({ data }) =>
    plain(
      'Changed a member’s clearance',
      `from ${text(member(data['before'], 'clearance'))} to ${text(member(data['after'], 'clearance'))}`,
    ),
  'group.created': ({ subject }) => plain('Made the group', text(subject)),
  'group.changed': ({ subject }) => plain('Changed the group', text(subject)),
  'group.removed': ({ subject }) => plain('Removed the group', text(subject)),
  'group.members_changed': ({ subject, data }) =>
    plain(
      'Changed who is in',
      text(subject),
      `: ${list(data['joined']).length} joined, ${list(data['left']).length} left`,
    ),
  'review_rule.created': () => plain('Added a rule for who decides reviews'),
  'review_rule.changed': () => plain('Changed a rule for who decides reviews'),
  'review_rule.removed': () => plain('Removed a rule for who decides reviews'),
  'delegation.created': ({ data, privates }) =>
    plain(
      'Had somebody stand in for their reviews',
      `until ${text(data['until']).slice(0, 10)}`,
      quoted(privates['reason']),
    ),
  'delegation.ended': () => plain('Ended that somebody stands in for another’s reviews'),
  'access.taken': ({ data, privates }) =>
    marked(
      'waiting',
      'Took emergency access',
      `to ${permissionInWords(text(data['permission']))} for ${counted(Number(data['minutes'] ?? 0), 'minute')}`,
      quoted(privates['reason']),
    ),
  'access.used': ({ data }) =>
    marked('waiting', 'Used emergency access', `to ${permissionInWords(text(data['permission']))}`),
  'access.returned': ({ data }) =>
    plain(`Ended emergency access to ${permissionInWords(text(data['permission']))}`),
}
