import { EditorView, type Extension } from '@uiw/react-codemirror'

/**
 * Types over a selection without the browser: it would carry the look of what it replaces over as an inline style, which
 * the content policy refuses. What is selected is asked of the page, as the editor hears of it a moment later.
 */
export const plainTyping: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType } = event
    if (inputType !== 'insertText' || data === null || view.composing || view.state.readOnly) return false
    const selected = selectedIn(view)
    if (!selected) return false
    event.preventDefault()
    const insert = view.state.toText(data)
    const selection = { anchor: selected.from + insert.length }
    view.dispatch({
      ...{ changes: { ...selected, insert }, selection },
      ...{ userEvent: 'input.type', scrollIntoView: true },
    })
    return true
  },
})

function selectedIn(view: EditorView): { from: number; to: number } | undefined {
  const selection = view.contentDOM.ownerDocument.getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0)
  if (!view.contentDOM.contains(startContainer) || !view.contentDOM.contains(endContainer)) return undefined
  const from = view.posAtDOM(startContainer, startOffset)
  const to = view.posAtDOM(endContainer, endOffset)
  return from < to ? { from, to } : undefined
}
