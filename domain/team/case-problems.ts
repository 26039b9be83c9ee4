import { ExpressionError, parseExpression } from '../expression/cel'
import { pointerOf } from '../pointer'
import type { Problem } from '../problem'
import type { TeamCase } from './case'
import type { TeamDocument } from './document'
import { kindOf } from './kinds/registry'

/** What of a case says nothing of this team: steps that it has not, expressions that cannot be read. */
export function caseProblems({ pins, from, to, expect }: TeamCase, document: TeamDocument): Problem[] {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const named = (id: string | undefined, ...path: string[]): Problem[] =>
    id === undefined || nodes.has(id)
      ? []
      : [{ pointer: pointerOf(path), message: `There is no step "${id}" in this team.` }]
  const held = (sources: readonly string[] | undefined, ...path: string[]): Problem[] =>
    (sources ?? []).flatMap((source, i) => unreadable(source, pointerOf([...path, String(i)])))
  return [
    ...Object.keys(pins ?? {}).flatMap((id) => named(id, 'pins', id)),
    ...named(from, 'from'),
    ...named(to, 'to'),
    ...named(expect.at, 'expect', 'at'),
    ...(expect.passes ?? []).flatMap((id, i) => named(id, 'expect', 'passes', String(i))),
    ...(expect.avoids ?? []).flatMap((id, i) => named(id, 'expect', 'avoids', String(i))),
    ...held(expect.holds, 'expect', 'holds'),
    ...(expect.effects ?? []).flatMap(({ node: id, holds }, i) => {
      const at = ['expect', 'effects', String(i)]
      const node = nodes.get(id)
      const unable = node && !kindOf(node).isEffect(node) && !kindOf(node).team
      return [
        ...named(id, ...at, 'node'),
        ...(unable
          ? [{ pointer: pointerOf([...at, 'node']), message: `"${node.name}" changes nothing outside.` }]
          : []),
        ...held(holds, ...at, 'holds'),
      ]
    }),
  ]
}

function unreadable(source: string, pointer: string): Problem[] {
  try {
    parseExpression(source)
    return []
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return [{ pointer, message: error.message, expected: 'an expression' }]
  }
}
