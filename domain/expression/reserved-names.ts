/** Names of the language itself, which no slot may bear. */
export const BUILTIN_NAMES: ReadonlySet<string> = new Set([
  ...['bool', 'bytes', 'cel', 'double', 'dyn', 'duration', 'google', 'int', 'list', 'map', 'null_type'],
  ...['optional', 'string', 'timestamp', 'type', 'uint', 'math', 'strings'],
])

/** Words that cannot be read as a name at all, and the one name that Baton fills itself. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  ...BUILTIN_NAMES,
  ...['as', 'break', 'const', 'continue', 'else', 'false', 'for', 'function', 'if', 'import', 'in', 'let'],
  ...['loop', 'namespace', 'null', 'package', 'return', 'true', 'var', 'void', 'while', 'decision'],
])
