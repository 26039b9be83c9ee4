'use client'

import { useMemo } from 'react'
import { readableAt, type Readable } from '../model/readable-at'
import { useStudio } from './studio-context'

/** What expressions of a node may read, from the document as it stands. */
export function useReadable(node: string, itself = false): Readable {
  const { document } = useStudio()
  return useMemo(() => readableAt(document, node, itself), [document, node, itself])
}
