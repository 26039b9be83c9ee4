import { permissionInWords, POLICY_DEEDS } from '@/domain/policy/permission-words'

/** What was denied, after who it was: `call` and the tool; of a permission all in words, `start runs`. */
export function deedOf({ action, what }: { action: string; what: string }): { deed: string; what: string } {
  const deed = POLICY_DEEDS[action]
  return deed
    ? { deed, what: what || 'a tool that it does not have' }
    : { deed: permissionInWords(action), what: '' }
}
