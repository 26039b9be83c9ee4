const WORDS: Record<string, string> = {
  mod: '⌘/Ctrl',
  shift: '⇧',
  alt: 'Alt',
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
}

/** `g i` as `G then I`, `mod+k` as `⌘/Ctrl K`. */
export const showKeys = (keys: string): string =>
  keys
    .split(' ')
    .map((chord) =>
      chord
        .split('+')
        .map((key) => WORDS[key] ?? (key.length === 1 ? key.toUpperCase() : key))
        .join(' '),
    )
    .join(' then ')
