import { because, marked, person, plain, text, type Part, type Say, type Sayable } from './sentence'

const BEFORE: Record<string, string> = {
  publishing: 'before versions and policies are published',
  erasing: 'before anybody is erased',
}
const before = ({ data }: Sayable): string => BEFORE[text(data['for'])] ?? ''
const why = ({ privates }: Sayable): Part => because(privates['reason'])

/** Turned on by one person alone; off by two, or by whoever holds the installation. */
const turned =
  (what: string): Say =>
  (entry) => {
    const { asked, asked_by: asker } = entry.data
    if (asked === true) return plain('Asked for a second person', what)
    return asker === undefined
      ? plain('No longer asks for a second person', what, why(entry))
      : plain('Agreed with', person(entry, asker), 'to go on without a second person', what, why(entry))
  }

/** What becomes of second persons, in words. */
export const SECOND_PERSONS: Record<string, Say> = {
  'workspace.second_person': turned('before versions and policies are published'),
  'erasure.second_person': turned('before anybody is erased'),
  'second_person.off_requested': (entry) =>
    plain('Asked to go on without a second person', before(entry), why(entry)),
  'second_person.off_declined': (entry) =>
    marked('blocked', 'Declined', 'to go on without a second person', before(entry), why(entry)),
  'second_person.off_withdrawn': (entry) =>
    plain('Took back the request to go on without a second person', before(entry)),
}
