import type { ListedContract } from '../listed-contract'

/** One version of a contract that exists, published or only drafted. */
export interface KnownVersion {
  name: string
  version: number
  schema: unknown
  published: boolean
}

/** Every version that the workspace knows. */
export const knownVersions = (listed: readonly ListedContract[]): KnownVersion[] =>
  listed.flatMap(({ name, versions }) =>
    versions.map(({ version, schema, publishedAt }) => ({
      name,
      version,
      schema,
      published: publishedAt !== null,
    })),
  )
