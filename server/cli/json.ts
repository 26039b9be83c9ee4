/** JSON that a terminal shows as it is: what JSON leaves alone of control characters is escaped too. */
export const json = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    (_key, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner),
    indent,
  ).replace(/[\u007f-\u009f]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)
