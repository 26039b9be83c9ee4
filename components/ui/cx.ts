import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      'font-size': [{ text: ['12', '13', '14', '16', '20', '28'] }],
      'font-weight': [{ font: ['text', 'label', 'strong'] }],
      rounded: [{ rounded: ['none', '4', '6', '8', 'full'] }],
      shadow: [{ shadow: ['none', 'card', 'pop', 'dialog'] }],
    },
  },
})

type Part = string | false | null | undefined

/** Joins class names; of two that set the same thing the later wins. */
export const cx = (...parts: Part[]): string => merge(parts.filter(Boolean).join(' '))
