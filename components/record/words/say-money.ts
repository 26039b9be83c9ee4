import {
  because,
  agent,
  marked,
  member,
  money,
  plain,
  text,
  type Part,
  type Say,
  type Sayable,
} from './sentence'

const whom = (entry: Sayable): Part =>
  text(entry.data['agent']) === '*' ? 'every agent' : agent(entry, entry.data['agent'])

/** `the budget of the team Deals`, `the budget of the agent Writer in Deals`, `the workspace’s budget` */
function budget(entry: Sayable): Part[] {
  const { scope, subject, team } = entry.data
  const nameOf = (id: typeof team): string => entry.names?.[text(id)] ?? text(id)
  if (scope === 'workspace') return ['the workspace’s budget']
  if (scope === 'team') return ['the budget of the team', nameOf(subject)]
  return [
    'the budget of the agent',
    agent(entry, subject),
    ...(team === undefined ? [] : [`in ${nameOf(team)}`]),
  ]
}

/** Budgets, leave to spend more, and what warns or stops. */
export const MONEY: Record<string, Say> = {
  'budget.raised': (entry) =>
    plain('Raised', ...budget(entry), `from ${money(entry.data['from'])} to ${money(entry.data['to'])}`),
  'budget.set': (entry) => {
    const { data, privates } = entry
    return plain(
      data['before'] === undefined ? 'Set' : 'Changed',
      ...budget(entry),
      data['before'] !== undefined && `from ${money(member(data['before'], 'cap_micros'))}`,
      `to ${money(data['cap_micros'])} a ${text(data['period'])}, ${data['hard'] === true ? 'hard' : 'soft'}`,
      because(privates['reason']),
    )
  },
  'budget.removed': (entry) =>
    plain(
      'Removed',
      ...budget(entry),
      `, ${money(entry.data['cap_micros'])} a ${text(entry.data['period'])}`,
      because(entry.privates['reason']),
    ),
  'budget.warned': (entry) =>
    marked(
      'waiting',
      'Warned',
      `that ${money(entry.data['spent_micros'])} of`,
      ...budget(entry),
      `are spent, of ${money(entry.data['cap_micros'])} a ${text(entry.data['period'])}`,
    ),
  'model.granted': (entry) => {
    const { data, run, privates } = entry
    return plain(
      'Let',
      whom(entry),
      `use models up to the tier ${text(data['tier'])}`,
      run ? 'in this run' : 'from now on',
      because(privates['reason']),
    )
  },
  'model.revoked': (entry) => plain('Took back leave for dearer models from', whom(entry)),
  'run.let_spend': ({ data, privates }) =>
    plain(
      `Let the run go on, which had cost ${money(data['spent_micros'])}, up to ${money(data['up_to_micros'])}`,
      because(privates['reason']),
    ),
  'team.guarded': ({ team, subject, data, privates }) =>
    plain(
      'Set when unusual spend stops runs of',
      team?.name ?? text(subject),
      data['default'] === true
        ? 'to the default'
        : data['on'] === true
          ? `to ${text(data['times'])} × the usual spread and ${money(data['least_micros'])}`
          : 'to never',
      because(privates['reason']),
    ),
}
