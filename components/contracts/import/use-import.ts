'use client'

import { useDeferredValue, useMemo, useState } from 'react'
import { contractFromOperation } from '@/domain/contract/import/from-openapi'
import type { ImportedContract } from '@/domain/contract/import/imported'
import { readImport, type ImportSort, type ImportSource } from '@/domain/contract/import/read-source'
import { BatonError } from '@/domain/problem'

export interface Import {
  text: string
  setText: (text: string) => void
  /** As what it is read; by what it looks like until somebody says. */
  sort: ImportSort | 'auto'
  setSort: (sort: ImportSort | 'auto') => void
  source: ImportSource | undefined
  /** `GET /orders` of an API, and which of its messages. */
  operation: string | undefined
  setOperation: (operation: string) => void
  part: string | undefined
  setPart: (part: string) => void
  contract: ImportedContract | undefined
  /** Why there is no contract, where something was given. */
  fault: string | undefined
}

/** What is pasted, and the contract it gives; read as it is typed. */
export function useImport(): Import {
  const [text, setText] = useState('')
  const [sort, setSort] = useState<Import['sort']>('auto')
  const [operation, setOperation] = useState<string>()
  const [part, setPart] = useState<string>()
  const given = useDeferredValue(text)
  const read = useMemo(() => attempt(given, sort), [given, sort])
  const source = typeof read === 'string' ? undefined : read
  const chosen = useMemo(() => chosenPart(source, operation, part), [source, operation, part])
  const contract = typeof chosen === 'string' ? undefined : chosen
  return {
    text,
    setText: (next) => {
      setText(next)
      setOperation(undefined)
      setPart(undefined)
    },
    sort,
    setSort,
    source,
    operation,
    setOperation: (next) => {
      setOperation(next)
      setPart(undefined)
    },
    part,
    setPart,
    contract,
    fault: typeof read === 'string' ? read : typeof chosen === 'string' ? chosen : undefined,
  }
}

function attempt(text: string, sort: Import['sort']): ImportSource | string | undefined {
  if (text.trim() === '') return undefined
  return said(() => readImport(text, sort === 'auto' ? undefined : sort))
}

function chosenPart(
  source: ImportSource | undefined,
  operation: string | undefined,
  part: string | undefined,
): ImportedContract | string | undefined {
  if (!source) return undefined
  if (source.sort !== 'openapi') return source.contract
  const found = source.operations.find((one) => operationKey(one) === operation)
  const message = found?.parts.find(({ id }) => id === part) ?? found?.parts[0]
  return found && message ? said(() => contractFromOperation(source.document, found, message)) : undefined
}

export const operationKey = ({ method, path }: { method: string; path: string }): string =>
  `${method.toUpperCase()} ${path}`

/** What the work gives, or in words why it gives nothing. */
function said<T>(work: () => T): T | string {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof BatonError)) throw error
    const [problem] = error.problems
    const at = problem?.pointer ? ` (at ${problem.pointer})` : ''
    return `${error.message}${at}`
  }
}
