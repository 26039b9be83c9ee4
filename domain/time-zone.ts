/**
 * Whether a name is a time zone's as the IANA database has it. Offsets (`+01:00`), which the platform takes as well, are
 * none: PostgreSQL reads their sign the other way round (POSIX).
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
