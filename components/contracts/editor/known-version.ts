/** One version of a contract that exists, published or only drafted. */
export interface KnownVersion {
  name: string
  version: number
  schema: unknown
  published: boolean
}
