import { Decoration, EditorView, type Extension } from '@uiw/react-codemirror'
import type { CodeFault } from './code-editor-props'

const look = EditorView.theme({
  '.cm-fault': {
    textDecoration: 'underline wavy var(--failed-mark)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
})

/** Underlines places of the text; what is wrong there is said beside the editor. */
export function underlined(faults: readonly CodeFault[]): Extension {
  const mark = Decoration.mark({ class: 'cm-fault' })
  return [
    look,
    EditorView.decorations.of((view) => {
      const end = view.state.doc.length
      const ranges = faults.flatMap(({ from, to }) => {
        // What was found in a text a moment ago may lie beyond its end by now.
        const last = Math.min(Math.max(to, from + 1), end)
        return from < last ? [mark.range(from, last)] : []
      })
      return Decoration.set(ranges, true)
    }),
  ]
}
