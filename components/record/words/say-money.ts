import { marked, member, money, plain, quoted, text, type Part, type Say } from './sentence'

const whom = (agent: string): Part => (agent === '*' ? 'every agent' : { mono: agent })

/** Budgets, leave to spend more, and what warns or stops. */
export const MONEY: Record<string, Say> = {
  'budget.raised': ({ data }) =>
    plain(
      `Raised the budget of ${text(data['scope'])}`,
      { mono: text(data['subject']) },
      `from ${money(data['from'])} to ${money(data['to'])}`,
    ),
  'budget.set': ({ data, privates }) =>
    plain(
      data['before'] === undefined ? 'Set' : 'Changed',
      `the budget of ${text(data['scope'])}`,
      { mono: text(data['subject']) },
      data['before'] !== undefined && `from ${money(member(data['before'], 'cap_micros'))}`,
      `to ${money(data['cap_micros'])} a ${text(data['period'])}, ${data['hard'] === true ? 'hard' : 'soft'}`,
      quoted(privates['reason']),
    ),
  'budget.removed': ({ data, privates }) =>
    plain(
      `Removed the budget of ${text(data['scope'])}`,
      { mono: text(data['subject']) },
      `of ${money(data['cap_micros'])} a ${text(data['period'])}`,
      quoted(privates['reason']),
    ),
  'budget.warned': ({ data }) =>
    marked(
      'waiting',
      'Warned',
      `that ${money(data['spent_micros'])} of the budget of ${text(data['scope'])}`,
      { mono: text(data['subject']) },
      `are spent, of ${money(data['cap_micros'])} a ${text(data['period'])}`,
    ),
  'model.granted': ({ data, run, privates }) =>
    plain(
      'Let',
      whom(text(data['agent'])),
      `use models up to the tier ${text(data['tier'])}`,
      run ? 'in this run' : 'from now on',
      quoted(privates['reason']),
    ),
  'model.revoked': ({ data }) => plain('Took back leave for dearer models from', whom(text(data['agent']))),
  'run.let_spend': ({ data, privates }) =>
    plain(
      `Let the run go on, which had cost ${money(data['spent_micros'])}, up to ${money(data['up_to_micros'])}`,
      quoted(privates['reason']),
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
      quoted(privates['reason']),
    ),
}
