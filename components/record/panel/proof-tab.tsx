'use client'

import { figure } from '@/components/ui/counted'
import { Digest } from '@/components/ui/id-text'
import { formatUtc } from '@/components/ui/format-time'
import type { CheckedProof } from '../proof/check-proof'
import type { EntryDetail } from '../record-types'
import { ProofList } from './proof-list'

/** The whole proof: what holds, the checkpoint it hangs from, and how to do the same without Baton. */
export function ProofTab({ entry, checked }: { entry: EntryDetail; checked: CheckedProof | undefined }) {
  const { proven } = entry
  return (
    <div className="grid gap-4 px-4 py-3">
      {checked && <ProofList checked={checked} />}
      {proven ? (
        <>
          <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
            <dt className="text-fg-3">Fingerprint</dt>
            <dd>
              <Digest value={entry.storedHash} label="fingerprint of the entry" />
            </dd>
            <dt className="text-fg-3">First covered by</dt>
            <dd>
              checkpoint {proven.covered.number.toLocaleString('en-US')} over{' '}
              {proven.covered.size.toLocaleString('en-US')} entries, {formatUtc(proven.covered.at)}
            </dd>
            <dt className="text-fg-3">Proven against</dt>
            <dd>checkpoint {proven.number.toLocaleString('en-US')}, the latest</dd>
          </dl>
          <div className="grid gap-1">
            <h3 className="font-label">The signed checkpoint</h3>
            <pre
              tabIndex={0}
              className="overflow-x-auto rounded-6 bg-sunken px-3 py-2 font-mono text-12 whitespace-pre text-fg-2"
            >
              {proven.note}
            </pre>
          </div>
          <details>
            <summary className="rounded-4 text-fg-2 hover:text-fg">
              {figure(proven.path.length)} steps from the entry to what was signed
            </summary>
            <ol className="mt-1 grid gap-0.5 font-mono text-12 break-all text-fg-3">
              {proven.path.map((hash, i) => (
                <li key={i}>{hash}</li>
              ))}
            </ol>
          </details>
        </>
      ) : (
        <p className="text-fg-2">
          The next checkpoint covers it, usually within a second. Until then its bytes are stored, and no one
          has signed them.
        </p>
      )}
      <p className="text-12 text-fg-3">
        Nothing here is taken on the server’s word: the fingerprint (SHA-256) of the entry is taken in this
        browser, led up to the one that was signed, and the signature is checked with the verifier key. To do
        the same with Node alone, export the record and run <code className="font-mono">node verify.mjs</code>
        .
      </p>
    </div>
  )
}
