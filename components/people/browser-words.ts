const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\b(?:OPR|Opera)\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b|\biPad\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

const first = (agent: string, known: readonly [RegExp, string][]): string | undefined =>
  known.find(([mark]) => mark.test(agent))?.[1]

/** `Firefox on Linux`, from what a browser calls itself: a hint, which anybody can set. */
export function browserInWords(agent: string): string {
  const [browser, system] = [first(agent, BROWSERS), first(agent, SYSTEMS)]
  if (!browser && !system) return 'a browser that does not say'
  return [browser ?? 'a browser', system && `on ${system}`].filter(Boolean).join(' ')
}
