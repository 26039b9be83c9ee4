import type { EndpointOf } from '@/server/connectors/endpoint'
import type { Askable } from './types'

/** Where the connections of a run lead, as its calls know it. */
export const endpointsFor =
  ({ engine, version }: Pick<Askable, 'engine' | 'version'>): EndpointOf =>
  (connection, operation) =>
    engine.connectors.endpoint(version.workspace.id, connection, operation)
