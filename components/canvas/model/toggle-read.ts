/** Whether a path is read: itself, as part of a larger one, or only parts of it. */
export function readState(reads: readonly string[], path: string): boolean | 'indeterminate' {
  if (reads.some((read) => read === path || path.startsWith(`${read}.`))) return true
  return reads.some((read) => read.startsWith(`${path}.`)) ? 'indeterminate' : false
}

/**
 * Reads with a path added or taken away. Adding one drops its parts; taking away a part of what is read as a whole
 * leaves its other parts.
 * @param all every path of the slots, `slot` and `slot.field…`
 */
export function toggleRead(
  reads: readonly string[],
  path: string,
  on: boolean,
  all: readonly string[],
): string[] {
  const apart = reads.filter((read) => read !== path && !read.startsWith(`${path}.`))
  if (on) return apart.some((read) => path.startsWith(`${read}.`)) ? apart : [...apart, path]
  const whole = apart.find((read) => path.startsWith(`${read}.`))
  if (whole === undefined) return apart
  const others = childrenOf(whole, all).flatMap((child) => {
    if (child === path) return []
    return path.startsWith(`${child}.`) ? toggleRead([child], path, false, all) : [child]
  })
  return [...apart.filter((read) => read !== whole), ...others]
}

function childrenOf(path: string, all: readonly string[]): string[] {
  const depth = path.split('.').length
  return all.filter((each) => each.startsWith(`${path}.`) && each.split('.').length === depth + 1)
}
