import { renameInExpression } from '../expression/rename'
import type { TeamCase } from './case'
import type { Command } from './command'

/** A case as it reads once edits of its team have given steps other ids. */
export function caseAfter(one: TeamCase, commands: readonly Command[]): TeamCase {
  return commands.reduce((current, command) => {
    if (command.type === 'batch') return caseAfter(current, command.commands)
    return command.type === 'node.rename' ? renamed(current, command.id, command.to) : current
  }, one)
}

function renamed(one: TeamCase, id: string, to: string): TeamCase {
  const { pins, from, expect } = one
  const { at, passes, avoids, holds, effects } = expect
  const named = (node: string): string => (node === id ? to : node)
  return {
    ...one,
    ...(pins && { pins: Object.fromEntries(Object.entries(pins).map(([node, pin]) => [named(node), pin])) }),
    ...(from !== undefined && { from: named(from) }),
    ...(one.to !== undefined && { to: named(one.to) }),
    expect: {
      ...expect,
      ...(at !== undefined && { at: named(at) }),
      ...(passes && { passes: passes.map(named) }),
      ...(avoids && { avoids: avoids.map(named) }),
      ...(holds && { holds: holds.map((source) => renameInExpression(source, id, to)) }),
      // Their expressions are over the request, which bears no step's name.
      ...(effects && { effects: effects.map((effect) => ({ ...effect, node: named(effect.node) })) }),
    },
  }
}
