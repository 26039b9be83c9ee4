const WORDS: Record<string, string> = {
  shift: '⇧',
  alt: 'Alt',
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Arrows: '← ↑ ↓ →',
}

/** `g i` as `G then I`, `mod+k` as `Ctrl K`, or `⌘ K` on a Mac. In the browser only: a server cannot know. */
export const showKeys = (keys: string): string =>
  keys
    .split(' ')
    .map((chord) =>
      chord
        .split('+')
        .map((key) => (key === 'mod' ? modKey() : (WORDS[key] ?? letter(key))))
        .join(' '),
    )
    .join(' then ')

const modKey = (): string => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl')

const letter = (key: string): string => (key.length === 1 ? key.toUpperCase() : key)
