'use client'

import { useDeferredValue, useEffect, useState, useSyncExternalStore } from 'react'
import type { Catalogue } from '@/domain/team/checks/check'
import type { TeamDocument } from '@/domain/team/document'
import { openWorker } from './proof-line'
import { Prover, type Proved } from './prover'

/** The newest finished proof of a document, found in a worker; drawing does not wait for it. */
export function useProof(document: TeamDocument, catalogue: Catalogue): Proved & { again: () => void } {
  const [prover] = useState(() => new Prover(openWorker))
  useEffect(() => () => prover.close(), [prover])
  useEffect(() => prover.prove(document, catalogue), [prover, document, catalogue])
  const proved = useSyncExternalStore(prover.subscribe, prover.snapshot, prover.snapshot)
  return { ...useDeferredValue(proved), again: prover.again }
}
