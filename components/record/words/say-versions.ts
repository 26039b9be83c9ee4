import { because, list, marked, plain, text, type Say, type Sayable } from './sentence'

const nameOf = ({ team, subject, data }: Sayable): string =>
  team?.name ?? (text(data['slug']) || (subject ?? ''))

/** How versions come into use, in words. */
export const VERSIONS: Record<string, Say> = {
  'team.published': (entry) =>
    plain(
      entry.data['proposal'] === undefined ? 'Published' : 'Agreed to and published',
      nameOf(entry),
      `version ${text(entry.data['number'])}`,
      because(entry.privates['note']),
    ),
  'team.promoted': (entry) =>
    plain(
      entry.data['back'] === true ? 'Went back to' : 'Promoted',
      nameOf(entry),
      `version ${text(entry.data['number'])}`,
      `in ${text(entry.data['environment'])}`,
      entry.data['was'] === null ? '' : `instead of version ${text(entry.data['was'])}`,
      because(entry.privates['note']),
    ),
  'team.publish_proposed': (entry) =>
    plain(
      'Proposed',
      nameOf(entry),
      `version ${text(entry.data['number'])} to a second person`,
      because(entry.privates['note']),
    ),
  'team.publish_declined': (entry) =>
    marked(
      'blocked',
      'Declined',
      'the proposed version of',
      nameOf(entry),
      because(entry.privates['reason']),
    ),
  'team.version_agreed': (entry) =>
    plain('Agreed to', nameOf(entry), `version ${text(entry.data['number'])}`),
  'team.publish_withdrawn': (entry) => plain('Withdrew the proposed version of', nameOf(entry)),
  'policy.published': (entry) =>
    plain(
      'Policies',
      `version ${text(entry.data['number'])}`,
      'hold from now on',
      because(entry.privates['note']),
    ),
  'policy.proposed': (entry) =>
    plain(
      'Proposed policies,',
      `version ${text(entry.data['number'])}, to a second person`,
      because(entry.privates['note']),
    ),
  'policy.declined': (entry) =>
    marked(
      'blocked',
      'Declined',
      `policies, version ${text(entry.data['number'])}`,
      because(entry.privates['reason']),
    ),
  'policy.withdrawn': (entry) => plain('Withdrew', `policies, version ${text(entry.data['number'])}`),
  'environment.added': ({ subject }) => plain('Added the environment', subject ?? ''),
  'environment.renamed': ({ subject, data }) =>
    plain('Renamed the environment', text(data['before']), 'to', subject ?? ''),
  'environment.ordered': ({ data }) =>
    plain('Put the environments in the order', list(data['after']).map(text).join(', ')),
  'environment.removed': ({ subject }) => plain('Removed the environment', subject ?? ''),
}
