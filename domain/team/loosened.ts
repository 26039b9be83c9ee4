import type { JsonSchema } from '../contract/json-schema'
import type { Located } from '../expression/schema-shape'
import { CLASSIFICATIONS, type Category, type Classification } from '../policy/classification'
import {
  DEEPEST_OPENED,
  isPlainName,
  leavesAt,
  NOTHING_ABOVE,
  openedAt,
  type Above,
  type Leaf,
} from '../policy/compile-view'
import { fieldIn, itemIn, leavesIn, type Made } from './made'

/** A field of a contract that would show what another contract hides, to whom it hides it. */
export interface Loosened {
  /** Within the contract: field names, `*` for any item. */
  path: string[]
  as: Leaf
  /** What it is made of that is classified more strictly; the strictest of it. */
  from: Leaf
  /** What it would have to be classified as; undefined where only hiding it would do. */
  needs: { classification: Classification; categories: Category[] } | undefined
}

/**
 * The fields of a contract that are classified less strictly than what comes to stand there. Both are read as a view
 * reads them (domain/policy/compile-view.ts): what is not classified is hidden, which is the strictest.
 */
export function loosened(made: Made, contract: JsonSchema): Loosened[] {
  return compare(made, { root: contract, schema: contract }, [], NOTHING_ABOVE, [])
}

function compare(
  made: Made,
  at: Located,
  path: string[],
  above: Above,
  parents: readonly unknown[],
): Loosened[] {
  const [leaf] = leavesAt(at, '', above, parents)
  const opened = openedAt(at, '', above)
  if (opened.by === 'one' || parents.includes(at.schema) || parents.length > DEEPEST_OPENED) {
    const from = leaf?.classification === undefined ? [] : leavesIn(made)
    return leaf ? judged(leaf, from, path) : []
  }
  const trail = [...parents, at.schema]
  const parts: [string, Located, Made | undefined][] =
    opened.by === 'items'
      ? [['*', opened.items, itemIn(made)]]
      : [...opened.fields]
          .filter(([name]) => isPlainName(name))
          .map(([name, field]) => [name, field, fieldIn(made, name)])
  return parts.flatMap(([name, part, from]) =>
    from ? compare(from, part, [...path, name], opened.within, trail) : [],
  )
}

function judged(as: Leaf, sources: readonly Leaf[], path: string[]): Loosened[] {
  const stricter = sources.filter((from) => !isAtLeast(as, from))
  const [first] = [...stricter].sort((a, b) => rankOf(b) - rankOf(a))
  if (!first) return []
  const all = [as, ...sources]
  const strictest = [...all].sort((a, b) => rankOf(b) - rankOf(a))[0]?.classification
  return [
    {
      path,
      as,
      from: first,
      needs: strictest && {
        classification: strictest,
        categories: [...new Set(all.flatMap(({ categories }) => categories))],
      },
    },
  ]
}

/** Whether whoever may see the one clearly may see the other clearly too. */
const isAtLeast = (one: Leaf, other: Leaf): boolean =>
  rankOf(one) >= rankOf(other) && other.categories.every((category) => one.categories.includes(category))

const rankOf = ({ classification }: Leaf): number =>
  classification === undefined ? CLASSIFICATIONS.length : CLASSIFICATIONS.indexOf(classification)
