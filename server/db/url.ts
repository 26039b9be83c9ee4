/** The same server and login, another database. */
export function inDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(database)}`
  return other.href
}

/** The same connection, acting as a role the login is a member of. */
export function asRole(url: string, role: string): string {
  const other = new URL(url)
  const given = other.searchParams.get('options')
  other.searchParams.delete('options')
  // Not searchParams.set: it writes a space as '+', which libpq does not read as one.
  const options = encodeURIComponent([given, `-c role=${role}`].filter(Boolean).join(' '))
  return `${other.href}${other.search ? '&' : '?'}options=${options}`
}

/** The same server and database, another login. */
export function asUser(url: string, user: string, password: string): string {
  const other = new URL(url)
  other.username = encodeURIComponent(user)
  other.password = encodeURIComponent(password)
  return other.href
}
