import { MENTION } from '@/domain/comment/mention'

export interface Person {
  id: string
  name: string
}

/** A comment as it is written: `@Ada Example` for `@[usr_…]`. Who is no member any more is a former member. */
export const shownText = (text: string, people: readonly Person[]): string =>
  text.replace(MENTION, (_, id: string) => `@${nameOf(id, people)}`)

/** What was written, as it is sent: longer names first, so that `@Ada Example` is not `@Ada` with a word behind. */
export const sentText = (text: string, people: readonly Person[]): string =>
  people
    .toSorted((a, b) => b.name.length - a.name.length)
    .reduce((current, { id, name }) => current.replaceAll(`@${name}`, `@[${id}]`), text)

/** A comment in parts: words, and those who are meant. */
export function partsOf(text: string, people: readonly Person[]): { text: string; mention: boolean }[] {
  const parts: { text: string; mention: boolean }[] = []
  let from = 0
  for (const match of text.matchAll(MENTION)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), mention: false })
    parts.push({ text: `@${nameOf(match[1] ?? '', people)}`, mention: true })
    from = match.index + match[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from), mention: false })
  return parts
}

/** What is typed behind an `@` at the caret, and where the `@` stands; undefined when no name is being typed. */
export function mentionAt(text: string, caret: number): { from: number; typed: string } | undefined {
  const match = /(?:^|\s)@([^\s@[\]]{0,40}(?: [^\s@[\]]{0,40})?)$/.exec(text.slice(0, caret))
  if (!match) return undefined
  const typed = match[1] ?? ''
  return { from: caret - typed.length - 1, typed }
}

/** Whose names begin with what is typed, or hold a word that does. */
export function suggestions(typed: string, people: readonly Person[], most = 6): Person[] {
  const wanted = typed.toLowerCase()
  return people
    .filter(({ name }) => {
      const known = name.toLowerCase()
      return known.startsWith(wanted) || known.split(/\s+/).some((word) => word.startsWith(wanted))
    })
    .slice(0, most)
}

const nameOf = (id: string, people: readonly Person[]): string =>
  people.find((person) => person.id === id)?.name ?? 'a former member'
