/** A patch as the command wants it: null takes a field away. */
export const nodePatch = (patch: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, value === undefined ? null : value]))
