import {
  Decoration,
  EditorView,
  ViewPlugin,
  type DecorationSet,
  type Extension,
  type ViewUpdate,
} from '@uiw/react-codemirror'
import { cedarTokens, type CedarTokenKind } from '@/domain/policy/cedar/tokens'

const marks = Object.fromEntries(
  (['comment', 'string', 'annotation', 'number', 'type', 'keyword', 'variable'] as const).map((kind) => [
    kind,
    Decoration.mark({ class: `cedar-${kind}` }),
  ]),
) as Record<CedarTokenKind, Decoration>

const look = EditorView.theme({
  '.cedar-comment': { color: 'var(--fg-3)' },
  '.cedar-string, .cedar-number': { color: 'var(--accent-fg)' },
  '.cedar-keyword': { fontWeight: '600' },
  '.cedar-type, .cedar-annotation': { color: 'var(--fg-2)' },
})

/** Policies are short (policySchema): the whole text is looked through at each change. */
const decorated = (view: EditorView): DecorationSet =>
  Decoration.set(
    cedarTokens(view.state.doc.toString()).map(({ from, to, kind }) => marks[kind].range(from, to)),
  )

/** Cedar in the editor: its words told apart by weight and ink. */
export const cedar: Extension = [
  look,
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet
      constructor(view: EditorView) {
        this.decorations = decorated(view)
      }
      update(update: ViewUpdate) {
        if (update.docChanged) this.decorations = decorated(update.view)
      }
    },
    { decorations: ({ decorations }) => decorations },
  ),
]
