/** `datetime-local` and RFC 3339, both taken as UTC so that what is typed is what is sent. */
export const toLocal = (text: string): string => {
  const at = new Date(text)
  return text === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 19)
}

export const fromLocal = (typed: string): string => {
  const at = new Date(`${typed}Z`)
  return typed === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString()
}
