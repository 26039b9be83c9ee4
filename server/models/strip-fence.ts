/**
 * Some models wrap their JSON in a Markdown fence whatever they were told: what stands within it, else the text as it is.
 * By hand, because a pattern for it takes a minute over a megabyte of line breaks.
 */
export function stripFence(text: string): string {
  const trimmed = text.trim()
  if (trimmed.length < 6 || !trimmed.startsWith('```') || !trimmed.endsWith('```')) return text
  const inner = trimmed.slice(3, -3)
  return (inner.startsWith('json') ? inner.slice(4) : inner).trim()
}
