import { because, list, member, people, person, plain, text, type Say } from './sentence'
import type { JsonValue } from '@/domain/record/canonical'

const roles = (of: JsonValue | undefined): string => list(of).map(text).join(', ') || 'none'

/** Who belongs to the workspace, as what, and tokens, in words. */
export const MEMBERS: Record<string, Say> = {
  'member.added': (entry) =>
    plain(
      'Added the member',
      text(entry.privates['name']) || person(entry, entry.data['member']),
      list(entry.data['roles']).length > 0 && `as ${roles(entry.data['roles'])}`,
    ),
  'member.roles_changed': (entry) =>
    plain(
      'Changed the roles of',
      person(entry, entry.data['member']),
      `: from ${roles(entry.data['before'])} to ${roles(entry.data['after'] ?? entry.data['roles'])}`,
    ),
  'member.disabled': (entry) => plain('Disabled the member', person(entry, entry.data['member'])),
  'member.enabled': (entry) => plain('Let the member', person(entry, entry.data['member']), 'in again'),
  'member.grouped': (entry) => {
    const { added, joined, left } = entry.data
    const moves = [
      ...(list(joined).length > 0 ? [`joined ${groups(entry, joined)}`] : []),
      ...(list(left).length > 0 ? [`left ${groups(entry, left)}`] : []),
    ]
    return plain(
      added === true ? 'Made' : 'Kept the groups of',
      person(entry, entry.data['member']),
      added === true && 'a member, in groups',
      `as the identity provider says: ${moves.join(', ') || 'in none'}`,
    )
  },
  'member.clearance_changed': (entry) =>
    plain(
      'Changed the clearance of',
      person(entry, entry.data['member']),
      `: ${clearance(entry.data['before'])} to ${clearance(entry.data['after'])}`,
    ),
  'group.created': ({ subject }) => plain('Made the group', text(subject)),
  'group.changed': ({ subject }) => plain('Changed the group', text(subject)),
  'group.removed': ({ subject }) => plain('Removed the group', text(subject)),
  'group.members_changed': (entry) => {
    const { joined, left } = entry.data
    const moves = [
      ...(list(joined).length > 0 ? [`${people(entry, joined)} joined`] : []),
      ...(list(left).length > 0 ? [`${people(entry, left)} left`] : []),
    ]
    return plain('Changed who is in', text(entry.subject), `: ${moves.join(', ') || 'nobody joined or left'}`)
  },
  'delegation.created': (entry) =>
    plain(
      'Had',
      person(entry, entry.data['to']),
      `decide reviews in place of ${person(entry, entry.data['from'])}`,
      `until ${text(entry.data['until']).slice(0, 10)}`,
      because(entry.privates['reason']),
    ),
  'delegation.ended': (entry) =>
    plain(
      'Ended that',
      person(entry, entry.data['to']),
      `decides reviews in place of ${person(entry, entry.data['from'])}`,
    ),
  'token.created': ({ subject, data }) =>
    plain(
      'Made the API token',
      text(subject),
      list(data['roles']).length > 0 && `as ${list(data['roles']).map(text).join(', ')}`,
    ),
  'token.revoked': (entry) =>
    plain(
      'Revoked the API token',
      entry.names?.[text(entry.data['token'])] ?? '',
      list(entry.data['along']).length > 0 && `and ${list(entry.data['along']).length} that it had made`,
    ),
}

const groups = ({ names }: { names?: Record<string, string> }, ids: JsonValue | undefined): string =>
  list(ids)
    .map((id) => names?.[text(id)] ?? text(id))
    .join(', ')

const clearance = (of: JsonValue | undefined): string => {
  const also = list(member(of, 'categories')).map(text).join(', ')
  return `${text(member(of, 'clearance'))}${also ? ` with ${also}` : ''}`
}
