'use client'

import { createContext, use, useState, type ReactNode } from 'react'

const NonceContext = createContext('')

declare global {
  // Read by the scroll lock of dialogs and menus when it adds its style element.
  var __webpack_nonce__: string | undefined
}

/** The document's nonce: the one of the first answer, whatever later answers carry. */
export function NonceProvider({ nonce, children }: { nonce: string; children: ReactNode }) {
  const [first] = useState(() => {
    if (typeof window !== 'undefined') globalThis.__webpack_nonce__ = nonce
    return nonce
  })
  return <NonceContext value={first}>{children}</NonceContext>
}

/** For what must add a style element of its own, such as an editor. */
export const useNonce = (): string => use(NonceContext)
