import { isRecord } from '@/domain/contract/json-schema'
import type { CedarEngine } from './engine'
import type { PolicySet } from './policy'

/**
 * Whether a policy speaks of this group, however its name is spelled in the text. A policy that cannot be read may speak of
 * any (Cedar's JSON: docs.cedarpolicy.com/policies/json-format.html).
 */
export function namesGroup(
  cedar: Pick<CedarEngine, 'policyToJson'>,
  policies: PolicySet,
  name: string,
): boolean {
  return policies.some(({ text }) => {
    const read = cedar.policyToJson(text)
    return read.type !== 'success' || holdsGroup(read.json, name)
  })
}

function holdsGroup(part: unknown, name: string): boolean {
  if (Array.isArray(part)) return part.some((member) => holdsGroup(member, name))
  if (!isRecord(part)) return false
  if (part['type'] === 'Baton::Group' && part['id'] === name) return true
  return Object.values(part).some((member) => holdsGroup(member, name))
}
