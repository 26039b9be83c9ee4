import { plain, marked, text, type Say } from './sentence'

/** What is done to connections and their operations. */
export const CONNECTIONS: Record<string, Say> = {
  'connection.operation_put': ({ data, subject }) =>
    plain('Declared', { mono: text(data['operation']) }, 'of', text(subject)),
  'connection.operation_approved': ({ data, subject }) =>
    plain(
      'Approved',
      { mono: text(data['operation']) },
      'of',
      text(subject),
      data['effect'] === 'read' ? 'as a read' : 'as a write',
    ),
  'connection.operation_changed': ({ data, subject }) =>
    marked(
      'blocked',
      'Switched off',
      { mono: text(data['operation']) },
      'of',
      text(subject),
      data['gone'] === true ? ': it is no longer offered' : ': it is not what was approved',
    ),
  'connection.operation_on': ({ data, subject }) =>
    plain('Switched on', { mono: text(data['operation']) }, 'of', text(subject)),
  'connection.operation_off': ({ data, subject }) =>
    plain('Switched off', { mono: text(data['operation']) }, 'of', text(subject)),
  'connection.operation_removed': ({ data, subject }) =>
    plain('Removed', { mono: text(data['operation']) }, 'of', text(subject)),
  'connection.discovered': ({ subject }) => plain('Asked what it offers:', text(subject)),
  'connection.call_asked': ({ data, subject }) =>
    plain('Called by hand', { mono: text(data['operation']) }, 'of', text(subject)),
  'connection.called': ({ data, subject }) =>
    plain(
      'Was answered by',
      text(subject),
      `: ${data['code'] === undefined ? text(data['status']) : text(data['code']).replaceAll('_', ' ')}`,
    ),
  'connection.secret_added': ({ subject }) => plain('Laid a new secret beside the old one of', text(subject)),
  'connection.secret_confirmed': ({ subject }) => plain('Confirmed the new secret of', text(subject)),
  'connection.secret_dropped': ({ subject }) => plain('Gave up the new secret of', text(subject)),
  'secrets.resealed': ({ data }) => plain(`Sealed ${text(data['resealed'])} secrets anew under a new key`),
}
