import { permissionInWords, POLICY_DEEDS } from './permission-words'

/** What was denied or is asked for, after who it is: `call` and the tool; of a permission all in words, `start runs`. */
export function deedOf({ action, what }: { action: string; what: string }): { deed: string; what: string } {
  const deed = POLICY_DEEDS[action]
  return deed
    ? { deed, what: what || 'a tool that it does not have' }
    : { deed: permissionInWords(action), what: '' }
}
