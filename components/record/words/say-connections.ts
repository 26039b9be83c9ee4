import { connection, plain, marked, text, type Say } from './sentence'

/** What is done to connections and their operations. */
export const CONNECTIONS: Record<string, Say> = {
  'connection.operation_put': (entry) =>
    plain('Declared', { mono: text(entry.data['operation']) }, 'of', connection(entry, entry.subject)),
  'connection.operation_approved': (entry) =>
    plain(
      'Approved',
      { mono: text(entry.data['operation']) },
      'of',
      connection(entry, entry.subject),
      entry.data['effect'] === 'read' ? 'as a read' : 'as a write',
    ),
  'connection.operation_changed': (entry) =>
    marked(
      'blocked',
      'Switched off',
      { mono: text(entry.data['operation']) },
      'of',
      connection(entry, entry.subject),
      entry.data['gone'] === true ? ': it is no longer offered' : ': it is not what was approved',
    ),
  'connection.operation_on': (entry) =>
    plain('Switched on', { mono: text(entry.data['operation']) }, 'of', connection(entry, entry.subject)),
  'connection.operation_off': (entry) =>
    plain('Switched off', { mono: text(entry.data['operation']) }, 'of', connection(entry, entry.subject)),
  'connection.operation_removed': (entry) =>
    plain('Removed', { mono: text(entry.data['operation']) }, 'of', connection(entry, entry.subject)),
  'connection.discovered': (entry) => plain('Asked what it offers:', connection(entry, entry.subject)),
  'connection.call_asked': (entry) =>
    plain('Called by hand', { mono: text(entry.data['operation']) }, 'of', connection(entry, entry.subject)),
  'connection.called': (entry) =>
    plain(
      'Was answered by',
      connection(entry, entry.subject),
      `: ${entry.data['code'] === undefined ? text(entry.data['status']) : text(entry.data['code']).replaceAll('_', ' ')}`,
    ),
  'connection.secret_added': (entry) =>
    plain('Laid a new secret beside the old one of', connection(entry, entry.subject)),
  'connection.secret_confirmed': (entry) =>
    plain('Confirmed the new secret of', connection(entry, entry.subject)),
  'connection.secret_dropped': (entry) =>
    plain('Gave up the new secret of', connection(entry, entry.subject)),
  'secrets.resealed': ({ data }) => plain(`Sealed ${text(data['resealed'])} secrets anew under a new key`),
}
