import type { Agent } from '@/domain/team/agent'
import type { CheckOptions } from '@/domain/team/check-file'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'
import { reduce } from '@/domain/team/reduce'
import type { TeamFile } from '@/domain/team/yaml'

/** One edit as the studio makes it, or a change of what else stands in a team's file. */
export type Change = Command | FileChange
export type FileChange = (file: TeamFile) => TeamFile

/** A template's file with one thing broken in it. */
export interface Mutant {
  template: string
  name: string
  /** What is drawn into the template first, and as sound as it: a split to break, another team to call. */
  grown: readonly Change[]
  /** What breaks it. */
  changes: readonly Change[]
  /** What has to be found: the code and the place of the mutation, as in `agents.none at node draft`. */
  finds: readonly string[]
  /** What cannot but be found with it, each with the reason why. */
  follows: Readonly<Record<string, string>>
  options: CheckOptions
}

/** What else there is to say of a mutant. */
interface More {
  grown?: readonly Change[]
  follows?: Readonly<Record<string, string>>
  options?: CheckOptions
}

export type Breaks = (
  name: string,
  finds: string | readonly string[],
  changes: readonly Change[],
  more?: More,
) => Mutant

const on =
  (template: string): Breaks =>
  (name, finds, changes, { grown = [], follows = {}, options = {} } = {}) => ({
    template,
    name,
    grown,
    changes,
    finds: typeof finds === 'string' ? [finds] : finds,
    follows,
    options,
  })

/** Mutants of each of the three templates. */
export const sales = on('sales-operations')
export const support = on('customer-support')
export const leads = on('lead-routing')

/** A file with changes made one after the other. */
export const changed = (file: TeamFile, changes: readonly Change[]): TeamFile =>
  changes.reduce<TeamFile>(
    (made, change) =>
      typeof change === 'function' ? change(made) : { ...made, document: reduce(made.document, change) },
    file,
  )

/** As the reducer would refuse to draw it, but a file may bring it. */
export const drawn =
  (change: (document: TeamDocument) => Partial<TeamDocument>): FileChange =>
  (file) => ({ ...file, document: { ...file.document, ...change(file.document) } })

/** One agent of the file with fields set. */
export const agentWith =
  (slug: string, patch: Partial<Agent>): Change =>
  (file) => ({
    ...file,
    agents: file.agents.map((agent) => (agent.slug === slug ? { ...agent, ...patch } : agent)),
  })

/** One more agent in the file. */
export const hired =
  (agent: Agent): Change =>
  (file) => ({ ...file, agents: [...file.agents, agent] })

type Schema = Record<string, unknown>

/** A field of a contract, by `deal.amount`, made into another. */
export const fieldOf = (ref: string, path: string, change: (field: Schema) => Schema): Change =>
  drawn(({ contracts }) => ({
    contracts: contracts.map((contract) =>
      `${contract.name}@${contract.version}` === ref
        ? { ...contract, schema: withField(contract.schema, path.split('.'), change) }
        : contract,
    ),
  }))

function withField(
  schema: Schema,
  [name = '', ...rest]: readonly string[],
  change: (field: Schema) => Schema,
): Schema {
  const properties = schema['properties'] as Record<string, Schema>
  const field = properties[name]
  if (!field) throw new Error(`there is no field ${name}`)
  const made = rest.length > 0 ? withField(field, rest, change) : change(field)
  return { ...schema, properties: { ...properties, [name]: made } }
}

/** A field that need not be there any more. */
export const optional = (ref: string, name: string): Change =>
  drawn(({ contracts }) => ({
    contracts: contracts.map((contract) =>
      `${contract.name}@${contract.version}` === ref
        ? {
            ...contract,
            schema: {
              ...contract.schema,
              required: (contract.schema['required'] as string[]).filter((one) => one !== name),
            },
          }
        : contract,
    ),
  }))

/** A field without what says how sensitive it is. */
export const unclassified = ({
  'x-classification': _class,
  'x-categories': _kinds,
  ...field
}: Schema): Schema => field

/** A second version of a contract, with one field changed. */
export const nextVersion = (ref: string, path: string, change: (field: Schema) => Schema): FileChange =>
  drawn(({ contracts }) => {
    const first = contracts.find(({ name, version }) => `${name}@${version}` === ref)
    if (!first) throw new Error(`there is no contract ${ref}`)
    const schema = withField(first.schema, path.split('.'), change)
    return { contracts: [...contracts, { ...first, version: 2, schema }] }
  })

/** A field that a contract asks for besides. */
export const withMore = (ref: string, name: string, field: Schema): FileChange =>
  drawn(({ contracts }) => ({
    contracts: contracts.map((contract) =>
      `${contract.name}@${contract.version}` === ref
        ? {
            ...contract,
            schema: {
              ...contract.schema,
              properties: { ...(contract.schema['properties'] as Schema), [name]: field },
              required: [...(contract.schema['required'] as string[]), name],
            },
          }
        : contract,
    ),
  }))
