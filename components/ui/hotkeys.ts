/** What a key does where it is bound; the `?` sheet lists all that are bound at the moment. */
export interface Hotkey {
  /**
   * `j`, `Enter`, `?`, `mod+k`, `shift+z`, `g i` (one after the other). `mod` is ⌘ or Ctrl. Absent on what has no key:
   * ⌘K finds it by its label, and the sheet does not list it.
   */
  keys?: string
  /** For the sheet and ⌘K, in the words that stand on it elsewhere: `Next review`. Without it the key is not listed. */
  label?: string
  /** Heading in the sheet. */
  group?: string
  /** Absent on what the page hears of in another way: it is only listed. */
  run?: (event: KeyboardEvent) => void
  /** Also while typing; for keys with a modifier only. */
  whileTyping?: boolean
}

const SEQUENCE_MS = 1200
const bound = new Set<{ current: readonly Hotkey[] }>()
let begun: { key: string; at: number } | undefined

/** Single letters can be turned off (WCAG 2.1.4); keys with a modifier stay. */
const SETTING = 'baton.single-keys'
export const singleKeysOn = (): boolean => localStorage.getItem(SETTING) !== 'off'
export const setSingleKeys = (on: boolean): void => localStorage.setItem(SETTING, on ? 'on' : 'off')

/** All keys bound now, the most specific place first. */
export const boundHotkeys = (): Hotkey[] => [...bound].reverse().flatMap((each) => each.current)

/** Binds until the returned function is called. The last bound wins. */
export function bindHotkeys(holder: { current: readonly Hotkey[] }): () => void {
  if (bound.size === 0) window.addEventListener('keydown', onKey)
  bound.add(holder)
  return () => {
    bound.delete(holder)
    if (bound.size === 0) window.removeEventListener('keydown', onKey)
  }
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const typing = isTyping(event.target)
  const name = nameOf(event)
  const modified = event.metaKey || event.ctrlKey || event.altKey
  if (inOverlay(event.target) || (!modified && typing)) return
  if (!modified && event.key.length === 1 && !singleKeysOn()) return
  if (!modified && isPressed(event)) return
  const sequence = begun && Date.now() - begun.at < SEQUENCE_MS ? `${begun.key} ${name}` : undefined
  begun = undefined
  const all = boundHotkeys()
  const boundTo = (wanted: string | undefined) =>
    wanted === undefined ? undefined : all.find(({ keys }) => keys === wanted)
  const hit = boundTo(sequence) ?? boundTo(name)
  if (hit?.run && (!typing || hit.whileTyping)) {
    event.preventDefault()
    hit.run(event)
  } else if (!modified && all.some(({ keys }) => keys?.startsWith(`${name} `))) {
    begun = { key: name, at: Date.now() }
  }
}

function nameOf(event: KeyboardEvent): string {
  const key = keyOf(event)
  const letter = /^[a-z]$/.test(key)
  return [
    (event.metaKey || event.ctrlKey) && 'mod',
    event.altKey && 'alt',
    event.shiftKey && (letter || key.length > 1) && 'shift',
    key,
  ]
    .filter(Boolean)
    .join('+')
}

/** With Alt many keyboards write other letters: there the key counts by where it is. */
function keyOf({ key, code, altKey }: KeyboardEvent): string {
  const place = altKey ? /^Key([A-Z])$/.exec(code)?.[1] : undefined
  return place?.toLowerCase() ?? (key.length === 1 ? key.toLowerCase() : key)
}

/** Enter on what is pressed by it presses it, whatever else it does on the page. */
const isPressed = ({ key, target }: KeyboardEvent): boolean =>
  (key === 'Enter' || key === ' ') &&
  target instanceof Element &&
  target.closest('button, a[href], summary, [role=button], [role=tab], [role=option]') !== null

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type))
  )
}

/** In a dialog or a menu its own keys count; while a modal one is open nothing below it listens. */
function inOverlay(target: EventTarget | null): boolean {
  const within =
    target instanceof Element && target.closest('[role=dialog],[role=alertdialog],[role=menu],[role=listbox]')
  return Boolean(within) || document.querySelector('[role=alertdialog],[data-modal]') !== null
}
