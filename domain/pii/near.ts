/** What stands just before and just after a place, on no more than two lines, in lower case. */
export function before(text: string, start: number, most = 40): string {
  return text.slice(Math.max(0, start - most), start).toLowerCase()
}

export function after(text: string, end: number, most = 16): string {
  return text.slice(end, end + most).toLowerCase()
}
