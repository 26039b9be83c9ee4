import { denialSchema, whyDenied } from '@/domain/policy/denial'
import { permissionInWords, policyDeed } from '@/domain/policy/permission-words'
import type { JsonValue } from '@/domain/record/canonical'
import {
  because,
  agent,
  connection,
  list,
  marked,
  member,
  plain,
  text,
  type Part,
  type Say,
  type Sayable,
} from './sentence'

/** What policies denied, and what became of it, in words. */
export const DENIALS: Record<string, Say> = {
  'access.refused': (entry) =>
    marked(
      'blocked',
      'Was not allowed',
      `to ${permissionInWords(text(entry.data['permission']))}`,
      why(entry),
    ),
  'tool.refused': (entry) => denied(entry, 'call'),
  'field.refused': (entry) => denied(entry, 'write'),
  'model.refused': (entry) => denied(entry, 'be answered by'),
  'connection.refused': (entry) => denied(entry, 'use'),
  'flow.refused': (entry) => {
    const { data } = entry
    return marked(
      'blocked',
      'Refused',
      ...(data['method']
        ? [{ mono: text(data['method']) }, 'to', connection(entry, data['connection'])]
        : ['to call', text(data['name'])]),
      `: ${text(data['because'])}`,
    )
  },
  'access.requested': (entry) =>
    plain('Asked that policies permit', ...asked(entry), because(entry.privates['reason'])),
  'access.approved': (entry) =>
    plain(
      'Agreed that policies permit',
      ...asked(entry),
      list(entry.data['drafted']).length > 0
        ? ', which stands in the draft of the policies'
        : ', which the draft permits already',
    ),
  'access.declined': (entry) =>
    marked('blocked', 'Declined', 'that policies permit', ...asked(entry), because(entry.privates['reason'])),
}

/** After whose entry it is: of an agent that was denied it, or of who denied it to one. */
function denied(entry: Sayable, deed: string) {
  const end = [named(entry) ?? what(denial(entry)), why(entry)]
  const own = entry.actor.id === member(member(denial(entry), 'principal'), 'id')
  return own
    ? marked('blocked', 'Was not allowed', `to ${deed}`, ...end)
    : marked('blocked', 'Did not let', who(entry, denial(entry)), deed, ...end)
}

const named = ({ subject }: Sayable): Part | undefined => (subject ? { mono: subject } : undefined)

/** `clerk to call crm/find_account` */
function asked(entry: Sayable): Part[] {
  const { data } = entry
  const action = text(data['action'])
  const deed = policyDeed(action)
  return deed
    ? [who(entry, data), `to ${deed}`, what(data)]
    : [who(entry, data), `to ${permissionInWords(action)}`]
}

const denial = ({ data }: Sayable): JsonValue | undefined => data['denial']

const nameOf = (of: JsonValue | undefined, part: string): Part => ({
  mono: text(member(member(of, part), 'id')),
})
const who = (entry: Sayable, of: JsonValue | undefined): Part =>
  agent(entry, member(member(of, 'principal'), 'id'))
const what = (of: JsonValue | undefined): Part =>
  member(member(of, 'resource'), 'id') === '' ? 'what it does not have' : nameOf(of, 'resource')

/** Entries from before policies decided say nothing of them. */
function why(entry: Sayable): string {
  const { data: of } = denialSchema.safeParse(denial(entry))
  return of ? `: ${whyDenied(of, NO_TITLES)}` : ''
}

const NO_TITLES: ReadonlyMap<string, string> = new Map()
