import { permissionInWords, policyDeed } from './permission-words'

/** An action, and by name what it is about. */
interface Asked {
  action: string
  what: string
}

/** What was denied or is asked for, after who it is: `call` and the tool; of a permission all in words, `start runs`. */
export function deedOf({ action, what }: Asked): { deed: string; what: string } {
  const deed = policyDeed(action)
  return deed === undefined
    ? { deed: permissionInWords(action), what: '' }
    : { deed, what: what || 'a tool that it does not have' }
}

/** The same in one: `call crm/find_account`, `start runs`. */
export function deedInWords(asked: Asked): string {
  const { deed, what } = deedOf(asked)
  return what ? `${deed} ${what}` : deed
}
