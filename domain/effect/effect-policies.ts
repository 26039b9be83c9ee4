import type { Decide, PolicyEntity } from '../policy/cedar/decide'
import { CLASSIFICATIONS } from '../policy/classification'
import { deedOf } from '../policy/deeds'
import { decided, denialOf } from '../policy/denial'
import { fieldEntity, type Errand, type Looker, type SeenField } from '../policy/sight'
import type { BundleConnection } from '../team/bundle'
import type { PolicyFinding } from './gate'
import { RISKS, type Risk } from './risk'

/** An effect as policies are asked about it. */
export interface PolicedEffect {
  errand: Errand
  connection: BundleConnection
  risk: Risk
  /** Who started the run: a person, or what acts for one. */
  startedBy: string
  /** A person has granted just this: by approving it, or beforehand. */
  granted: boolean
  authors: readonly PolicedAuthor[]
}

export interface PolicedAuthor {
  agent: Looker
  /** It has read what nobody vouches for. */
  tainted: boolean
  /** The fields that it wrote of what is sent. */
  fields: readonly SeenField[]
}

/** What the policies say to each agent whose work an effect sends: that it uses the connection, and writes these fields. */
export function effectPolicies(decide: Decide, effect: PolicedEffect): PolicyFinding[] {
  const { errand, connection, risk, startedBy, granted } = effect
  const target: PolicyEntity = {
    type: 'Connection',
    id: connection.slug,
    attrs: { clearance: CLASSIFICATIONS.indexOf(connection.clearance), owner: connection.owner },
  }
  return effect.authors.flatMap(({ agent, tainted, fields }) => {
    const asked = deedOf({ agent, errand, startedBy, tainted, granted })
    const context = { ...asked.context, risk: RISKS.indexOf(risk) }
    const ask = (action: string, resource: PolicyEntity, deed: string): PolicyFinding => {
      const request = { ...asked, context, action, resource }
      const answer = decided(decide, request)
      return {
        ...{ agent: agent.name, deed, ...answer },
        ...(!answer.allowed && { denial: denialOf(request, answer) }),
      }
    }
    return [
      ask('connection.use', target, `uses ${connection.name}`),
      ...fields.map((field) =>
        ask('field.write', fieldEntity(field), `writes ${[...field.contracts, field.path].join(' ')}`),
      ),
    ]
  })
}
