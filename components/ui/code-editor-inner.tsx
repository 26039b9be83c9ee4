'use client'

import { json } from '@codemirror/lang-json'
import CodeMirror, { EditorView } from '@uiw/react-codemirror'
import { useMemo } from 'react'
import { cedar } from './code-editor-cedar'
import { underlined } from './code-editor-faults'
import type { CodeEditorProps, CodeFault } from './code-editor-props'
import { plainTyping } from './code-editor-plain-typing'
import { useNonce } from './nonce'

const look = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--fg)', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--font-mono)', lineHeight: '18px', caretColor: 'var(--fg)' },
  '.cm-gutters': {
    backgroundColor: 'var(--bg-sunken)',
    color: 'var(--fg-3)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-gutterElement, .cm-lineNumbers': { fontFamily: 'var(--font-mono)', lineHeight: '18px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'var(--accent-line) !important',
  },
  '.cm-cursor': { borderLeftColor: 'var(--fg)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--bg-press) !important' },
  '.cm-placeholder': { color: 'var(--fg-3)' },
})

const NO_FAULTS: readonly CodeFault[] = []

/** Loaded on demand by CodeEditor; use that. */
export default function CodeEditorInner({
  value,
  onValueChange,
  readOnly = false,
  language = 'json',
  label,
  faults = NO_FAULTS,
  minHeight = '120px',
  maxHeight = '420px',
  autoFocus = false,
  ...aria
}: CodeEditorProps) {
  const nonce = useNonce()
  const { id, 'aria-invalid': invalid, 'aria-describedby': describedBy } = aria
  const extensions = useMemo(() => {
    const attributes: Record<string, string> = { 'aria-label': label ?? 'Editor' }
    if (id) attributes['id'] = id
    if (invalid) attributes['aria-invalid'] = 'true'
    if (describedBy) attributes['aria-describedby'] = describedBy
    return [
      EditorView.cspNonce.of(nonce),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(attributes),
      look,
      plainTyping,
      ...(language === 'json' ? [json()] : []),
      ...(language === 'cedar' ? [cedar] : []),
      underlined(faults),
    ]
  }, [nonce, language, faults, label, id, invalid, describedBy])
  return (
    <CodeMirror
      value={value}
      theme="none"
      readOnly={readOnly}
      editable
      indentWithTab={false}
      autoFocus={autoFocus}
      minHeight={minHeight}
      maxHeight={maxHeight}
      extensions={extensions}
      basicSetup={{
        syntaxHighlighting: false,
        highlightActiveLine: false,
        highlightActiveLineGutter: false,
        searchKeymap: false,
        foldGutter: false,
      }}
      {...(onValueChange ? { onChange: onValueChange } : {})}
    />
  )
}
