import superjson, { type SuperJSONResult } from 'superjson'
import { escapeNames, unescapeNames } from '@/domain/wire-names'

/** What goes to the server and comes from it, as server/trpc/transformer.ts reads and writes it. */
export const transformer = {
  serialize: (value: unknown) => superjson.serialize(escapeNames(value)),
  deserialize: (sent: SuperJSONResult): unknown => unescapeNames(superjson.deserialize(sent)),
}
