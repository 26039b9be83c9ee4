import type { EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm'
import { digestOf } from '../../record/digest'
import type { CedarEngine } from './engine'
import type { PolicySet } from './policy'
import { textsOf } from './problems'
import { POLICY_SCHEMA } from './schema'

type Value = EntityJson['attrs'][string]

/** Somebody or something that policies speak of; types and attributes as in the schema, without its namespace. */
export interface PolicyEntity {
  type: string
  id: string
  attrs?: Record<string, Value>
  /** What it belongs to: roles, groups, a contract, a connection. */
  in?: readonly { type: string; id: string }[]
}

export interface PolicyRequest {
  principal: PolicyEntity
  action: string
  resource: PolicyEntity
  context?: Record<string, Value>
  /** Others that the context refers to. */
  others?: readonly PolicyEntity[]
}

export interface PolicyDecision {
  allowed: boolean
  /** The policies that decided: those that permit, or those that forbid; none where nothing permits. */
  policies: string[]
}

export type Decide = (request: PolicyRequest) => PolicyDecision

/** A request that the schema does not know, or a policy that failed over it: nothing was decided, so nothing is allowed. */
export class UndecidedError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UndecidedError'
  }
}

const MOST_KEPT = 20_000
const SCHEMA_NAME = digestOf(POLICY_SCHEMA)

/**
 * What a set of policies says to a request. Deny is the rule: something must permit, and nothing forbid (Cedar's
 * semantics). Equal requests are answered from what is kept.
 * @throws UndecidedError also when the set itself cannot be read
 */
export function decideBy(engine: CedarEngine, policies: PolicySet): Decide {
  const name = digestOf(policies)
  ensure(engine.preparseSchema(SCHEMA_NAME, POLICY_SCHEMA))
  ensure(engine.preparsePolicySet(name, { staticPolicies: textsOf(policies) }))
  const kept = new Map<string, PolicyDecision>()
  return (request) => {
    const key = JSON.stringify(request)
    const known = kept.get(key)
    if (known) return known
    const decision = ask(engine, name, request)
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, decision)
    return decision
  }
}

function ask(engine: CedarEngine, name: string, request: PolicyRequest): PolicyDecision {
  const { principal, action, resource, context = {}, others = [] } = request
  const answer = engine.statefulIsAuthorized({
    principal: uid(principal),
    action: { type: 'Baton::Action', id: action },
    resource: uid(resource),
    context,
    entities: [principal, resource, ...others].map(entity),
    preparsedSchemaName: SCHEMA_NAME,
    preparsedPolicySetId: name,
    validateRequest: true,
  })
  if (answer.type === 'failure')
    throw new UndecidedError(answer.errors.map(({ message }) => message).join('; '))
  const { decision, diagnostics } = answer.response
  const [failed] = diagnostics.errors
  // Cedar skips a policy that fails; one that would have forbidden must not be skipped.
  if (failed) throw new UndecidedError(`${failed.policyId}: ${failed.error.message}`)
  return { allowed: decision === 'allow', policies: diagnostics.reason.toSorted() }
}

const uid = ({ type, id }: { type: string; id: string }): TypeAndId => ({ type: `Baton::${type}`, id })

const entity = (one: PolicyEntity): EntityJson => ({
  uid: uid(one),
  attrs: one.attrs ?? {},
  parents: (one.in ?? []).map(uid),
})

function ensure(answer: ReturnType<CedarEngine['preparsePolicySet']>): void {
  if (answer.type === 'failure')
    throw new UndecidedError(answer.errors.map(({ message }) => message).join('; '))
}
