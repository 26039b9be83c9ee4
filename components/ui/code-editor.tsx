'use client'

import { lazy, Suspense } from 'react'
import type { CodeEditorProps } from './code-editor-props'
import { cx } from './cx'
import { Skeleton } from './skeleton'

const Editor = lazy(() => import('./code-editor-inner'))

/** A text editor for JSON, and for policies; its code is loaded when first shown. Tab leaves it, as any field; Enter indents by itself. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <div
      className={cx(
        'overflow-hidden rounded-6 border border-line-control bg-page focus-within:outline-2 focus-within:outline-focus',
        props['aria-invalid'] && 'border-failed-mark',
        props.className,
      )}
    >
      <Suspense fallback={<Skeleton className="m-3 w-40" />}>
        <Editor {...props} />
      </Suspense>
    </div>
  )
}
