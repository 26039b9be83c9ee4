/** A mention stands in a comment as `@[usr_…]`, so that it lasts when a person's name changes. */
export const MENTION = /@\[([\w-]{1,60})\]/g

/** The ids of those whom a comment mentions, each once. */
export const mentionedIn = (text: string): string[] => [
  ...new Set([...text.matchAll(MENTION)].map(([, user = '']) => user)),
]
