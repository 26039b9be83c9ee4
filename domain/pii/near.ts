/** What stands just before a place, in lower case; at most so many UTF-16 units. */
export function before(text: string, start: number, most = 40): string {
  return text.slice(Math.max(0, start - most), start).toLowerCase()
}

/** What stands just after it, in the same way. */
export function after(text: string, end: number, most = 16): string {
  return text.slice(end, end + most).toLowerCase()
}
