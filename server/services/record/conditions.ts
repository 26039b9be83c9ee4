import type { Scope } from '../context'
import { sightIn } from '../sight'
import type { RecordFilter } from './filter'

/** The conditions of a filter on `record_entry`, for parameters from $5 on. */
export interface Conditions {
  where: string
  values: unknown[]
}

/**
 * Conditions that never fail on altered bytes: the entry's canonical JSON is searched as bytes, in which the members
 * of an object have one order and one spelling (RFC 8785).
 */
export async function conditionsOf(scope: Scope, filter: RecordFilter): Promise<Conditions> {
  const values: unknown[] = []
  const parts: string[] = []
  const value = (given: unknown) => `$${4 + values.push(given)}`
  const holds = (bytes: string) => parts.push(`position(convert_to(${value(bytes)}, 'UTF8') in body) > 0`)

  if (filter.run) parts.push(`run_id = ${value(filter.run)}`)
  if (filter.kind) {
    parts.push(
      filter.kind.includes('.')
        ? `kind = ${value(filter.kind)}`
        : `starts_with(kind, ${value(`${filter.kind}.`)})`,
    )
  }
  if (filter.team) holds(`"team":${JSON.stringify(filter.team)}`)
  if (filter.node) holds(`"node":${JSON.stringify(filter.node)}`)
  if (filter.actor) {
    const [kind, ...id] = filter.actor.split(':')
    if (id.length) holds(`"actor":{"id":${JSON.stringify(id.join(':'))},"kind":${JSON.stringify(kind)}`)
    else parts.push(`encode(body, 'escape') ~ ${value(`"actor":\\{"id":"[^"]*","kind":"${kind}"`)}`)
  }
  if (filter.since) parts.push(`at >= ${value(filter.since)}`)
  if (filter.until) parts.push(`at < ${value(filter.until)}`)
  if (filter.denials) parts.push(DENIED)
  if (filter.text) parts.push(await textCondition(scope, filter.text, value))
  return { where: parts.map((part) => `and ${part}`).join(' '), values }
}

/** Refused callers and verdicts, steps that failed, rules that stopped something, ways out by which it was turned away. */
const DENIED = `(kind like '%.refused' or kind = 'step.failed'
  or position('"held":false'::bytea in body) > 0 or position('"decision":"reject"'::bytea in body) > 0)`

async function textCondition(scope: Scope, text: string, value: (given: unknown) => string): Promise<string> {
  const { db, workspace } = scope
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const [runs, people] = await Promise.all([
    db.prisma.$queryRaw<{ id: string; title: string }[]>`
      SELECT id, title FROM run WHERE workspace_id = ${workspace.id} AND (title ILIKE ${like} OR id = ${text})
       ORDER BY created_at DESC LIMIT 500`,
    db.prisma.$queryRaw<{ id: string }[]>`SELECT id FROM user_account WHERE name ILIKE ${like} LIMIT 50`,
  ])
  const shown = await (await sightIn(scope)).titled(runs)
  const told = new Set(
    shown.flatMap(({ id, title }) =>
      id === text || title === runs.find((run) => run.id === id)?.title ? [id] : [],
    ),
  )
  const number = /^#?([0-9][0-9,]{0,17})$/.exec(text)?.[1]?.replaceAll(',', '')
  // Shown as text with what is no ASCII escaped, on both sides alike; never an error, whatever the bytes are.
  const escaped = `replace(replace(replace(encode(convert_to(${value(text)}, 'UTF8'), 'escape'), '\\', '\\\\'), '%', '\\%'), '_', '\\_')`
  return `(encode(body, 'escape') ilike '%' || ${escaped} || '%'
    or run_id = any(${value([...told])})
    ${people.map(({ id }) => `or position(convert_to(${value(`"actor":{"id":${JSON.stringify(id)}`)}, 'UTF8') in body) > 0`).join(' ')}
    ${number ? `or seq = ${value(Number(number) - 1)}` : ''})`
}
