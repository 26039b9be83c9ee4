import { ArgumentsError, type Prepared } from '../prepared'
import type { HttpOperation } from './http-request'

type HttpCall = Extract<Prepared, { kind: 'http' }>

/** Puts each argument where the operation says. @throws ArgumentsError when the path would lead elsewhere */
export function httpCall(
  { method, path: template, query, body }: HttpOperation,
  args: Record<string, unknown>,
): HttpCall {
  const { path } = fillPath(template, args)
  if (path === undefined) throw new ArgumentsError('An argument in the path is empty or goes up.')
  const given = (name: string): boolean => valueOf(args, name) !== undefined && args[name] !== null
  return {
    kind: 'http',
    method,
    path,
    query: Object.fromEntries(query.filter(given).map((name) => [name, plain(args[name])])),
    ...(body && 'fields' in body
      ? {
          body: Object.fromEntries(
            body.fields.filter((name) => Object.hasOwn(args, name)).map((name) => [name, args[name]]),
          ),
        }
      : body && given(body.argument)
        ? { body: args[body.argument] }
        : {}),
  }
}

/**
 * `/accounts/{account_id}/deals`: named parts are taken out of the arguments, each as one encoded piece; the rest is left
 * over. The path is absent where a part is empty or climbs: `..` goes up, also when spelled %2e%2e (WHATWG URL, 4.1),
 * and would be another address than the one that was granted.
 */
export function fillPath(
  template: string,
  args: Record<string, unknown>,
): { path: string | undefined; rest: Record<string, string> } {
  const left = new Map(Object.entries(args))
  let empty = false
  const path = template.replace(/\{([^{}/]+)\}/g, (_whole, name: string) => {
    const value = plain(valueOf(args, name))
    left.delete(name)
    empty ||= value === ''
    return encodeURIComponent(value)
  })
  const astray = empty || path.split(/[/?#\\]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment))
  return {
    path: astray ? undefined : path,
    rest: Object.fromEntries([...left].map(([name, value]) => [name, plain(value)])),
  }
}

/** What every object has by nature is no argument. */
const valueOf = (args: Record<string, unknown>, name: string): unknown =>
  Object.hasOwn(args, name) ? args[name] : undefined

/** Text, numbers and booleans as they are; anything else as JSON. */
const plain = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
