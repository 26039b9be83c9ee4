import type { JsonValue } from '@/domain/record/canonical'

interface Entry {
  team: { name: string } | null
  subject: string | null
  data: Record<string, JsonValue>
  privates: Record<string, JsonValue>
}
interface Said {
  mark?: { tone: 'blocked'; word: string }
  parts: string[]
}
type Say = (entry: Entry) => Said

const text = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
const quoted = (value: JsonValue | undefined): string => (text(value) ? `“${text(value)}”` : '')
const said = (...parts: string[]): Said => ({ parts: parts.filter((part) => part !== '') })
const order = (value: JsonValue | undefined): string =>
  Array.isArray(value) ? value.map(text).join(', ') : ''
const nameOf = ({ team, subject, data }: Entry): string =>
  team?.name ?? (text(data['slug']) || text(subject ?? undefined))

/** How versions come into use, in words. */
export const VERSIONS: Record<string, Say> = {
  'team.published': (entry) =>
    said(
      entry.data['proposal'] === undefined ? 'Published' : 'Agreed to and published',
      nameOf(entry),
      `version ${text(entry.data['number'])}`,
      quoted(entry.privates['note']),
    ),
  'team.promoted': (entry) =>
    said(
      entry.data['back'] === true ? 'Went back to' : 'Promoted',
      nameOf(entry),
      `version ${text(entry.data['number'])}`,
      `in ${text(entry.data['environment'])}`,
      entry.data['was'] === null ? '' : `instead of version ${text(entry.data['was'])}`,
      quoted(entry.privates['note']),
    ),
  'team.publish_proposed': (entry) =>
    said(
      'Proposed',
      nameOf(entry),
      `version ${text(entry.data['number'])} to a second person`,
      quoted(entry.privates['note']),
    ),
  'team.publish_declined': (entry) => ({
    mark: { tone: 'blocked', word: 'Declined' },
    ...said('the proposed version of', nameOf(entry), quoted(entry.privates['reason'])),
  }),
  'team.publish_withdrawn': (entry) => said('Withdrew the proposed version of', nameOf(entry)),
  'environment.added': ({ subject }) => said('Added the environment', text(subject ?? undefined)),
  'environment.renamed': ({ subject, data }) =>
    said('Renamed the environment', text(data['before']), 'to', text(subject ?? undefined)),
  'environment.ordered': ({ data }) => said('Put the environments in the order', order(data['after'])),
  'environment.removed': ({ subject }) => said('Removed the environment', text(subject ?? undefined)),
  'workspace.second_person': ({ data }) =>
    said(
      data['asked'] === true
        ? 'Asked for a second person before a version is published'
        : 'No longer asks for a second person before a version is published',
    ),
}
