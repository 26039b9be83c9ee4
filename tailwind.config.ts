import type { Config } from 'tailwindcss'

const statuses = ['running', 'waiting', 'done', 'failed', 'blocked']
const classes = ['public', 'internal', 'confidential', 'restricted']
const tokens = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `var(--${name})`]))

/** Design tokens (app/tokens.css) as the only colours, sizes and times that exist. Spacing is Tailwind's grid of 4 px. */
export default {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      frame: 'var(--bg-frame)',
      sunken: 'var(--bg-sunken)',
      page: 'var(--bg)',
      raised: 'var(--bg-raised)',
      hover: 'var(--bg-hover)',
      press: 'var(--bg-press)',
      ...tokens('line', 'line-strong', 'line-control', 'fg', 'fg-2', 'fg-3', 'fg-off', 'fg-invert'),
      ...tokens('accent', 'accent-hover', 'accent-fg', 'accent-bg', 'accent-line', 'on-accent', 'focus'),
      ...tokens(...statuses.flatMap((name) => ['fg', 'bg', 'line', 'mark'].map((part) => `${name}-${part}`))),
      ...tokens(...classes.flatMap((name) => ['fg', 'bg', 'line'].map((part) => `${name}-${part}`))),
      ...tokens('series-1', 'series-2', 'series-3', 'series-4', 'series-5'),
    },
    fontFamily: { sans: 'var(--font-sans)', mono: 'var(--font-mono)' },
    fontSize: {
      12: ['12px', '16px'],
      13: ['13px', '20px'],
      14: ['14px', '20px'],
      16: ['16px', '24px'],
      20: ['20px', '28px'],
      28: ['28px', '36px'],
    },
    fontWeight: { text: '400', label: '500', strong: '600' },
    borderRadius: { none: '0', 4: 'var(--r-4)', 6: 'var(--r-6)', 8: 'var(--r-8)', full: 'var(--r-full)' },
    boxShadow: {
      none: 'none',
      card: 'var(--shadow-card)',
      pop: 'var(--shadow-pop)',
      dialog: 'var(--shadow-dialog)',
    },
    zIndex: {
      canvas: 'var(--z-canvas)',
      sticky: 'var(--z-sticky)',
      panel: 'var(--z-panel)',
      strip: 'var(--z-strip)',
      menu: 'var(--z-menu)',
      dialog: 'var(--z-dialog)',
      toast: 'var(--z-toast)',
      palette: 'var(--z-palette)',
    },
    transitionDuration: {
      DEFAULT: 'var(--fast)',
      fast: 'var(--fast)',
      base: 'var(--base)',
      slow: 'var(--slow)',
    },
    transitionTimingFunction: { DEFAULT: 'var(--ease)' },
    screens: { sm: '640px', md: '900px', lg: '1200px', xl: '1440px' },
  },
} satisfies Config
