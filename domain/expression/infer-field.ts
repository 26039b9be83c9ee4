import type { ASTNode } from '@marcbachmann/cel-js'
import type { JsonSchema } from '../contract/json-schema'
import { ExpressionError } from './cel'
import { KIND_NAMES, fieldNames, typeOfField, typeOfItem, type CelType, type Kind } from './cel-type'
import { didYouMean } from './nearest'

/** The type of a field by name. @throws ExpressionError naming the nearest when there is no such field. */
export function inferField(type: CelType, name: string, node: ASTNode): CelType {
  const holder = type.kind === 'optional' ? typeOfItem(type) : type
  if (holder.kind === 'list')
    throw new ExpressionError(
      `A list has no field "${name}"; ask its items, as in .exists(x, x.${name} == …)`,
      node.start,
    )
  if (holder.kind !== 'object' && holder.kind !== 'any')
    throw new ExpressionError(`${capital(KIND_NAMES[holder.kind])} has no field "${name}"`, node.start)
  const field = typeOfField(holder, name)
  if (field) return field
  throw new ExpressionError(`There is no field "${name}"${didYouMean(name, fieldNames(holder))}`, node.start)
}

export interface Names {
  scope: Record<string, JsonSchema | undefined>
  /** Names bound within the expression. */
  names: ReadonlyMap<string, CelType>
}

/** How the type of a part is found; the parts of a call ask for it without knowing who answers. */
export type Infer = (node: ASTNode, names: Names) => CelType

/** @throws ExpressionError unless the type is of one of the kinds, or may be. */
export function expect(type: CelType, kinds: Kind[], node: ASTNode, what: string): CelType {
  if (type.kind === 'any' || kinds.includes(type.kind)) return type
  const wanted = kinds.map((kind) => KIND_NAMES[kind]).join(' or ')
  throw new ExpressionError(`${what} must be ${wanted}, and this is ${KIND_NAMES[type.kind]}`, node.start)
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
