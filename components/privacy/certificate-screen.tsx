'use client'

import { useQuery } from '@tanstack/react-query'
import { Download, Printer } from 'lucide-react'
import { messageOf } from '@/components/shell/problems'
import { Page } from '@/components/shell/page'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { ErrorState } from '@/components/ui/error-state'
import { formatUtc } from '@/components/ui/format-time'
import { SkeletonList } from '@/components/ui/skeleton'
import { KeptList } from './found-list'
import type { Certificate } from './privacy-types'

const SIGNED_WITHIN_MS = 2000
const LEFT = { under_way: 'still under way', left_out: 'left out', held: 'under a legal hold' }

/** What was erased, when, by whom, by which digests: to print, and to hand out with its proof. */
export function CertificateScreen({ id }: { id: string }) {
  const trpc = useTRPC()
  const query = useQuery({
    ...trpc.privacy.certificate.queryOptions({ id }),
    refetchInterval: ({ state }) => (state.data && !state.data.file ? SIGNED_WITHIN_MS : false),
  })
  const file = query.data?.file
  const download = () => {
    const address = URL.createObjectURL(
      new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' }),
    )
    const link = document.createElement('a')
    Object.assign(link, { href: address, download: `erasure-${id}.json` })
    link.click()
    URL.revokeObjectURL(address)
  }
  return (
    <Page
      title="Certificate of erasure"
      crumbs={[{ label: 'Privacy', href: '/privacy' }]}
      actions={
        query.data && (
          <>
            <Button icon={Printer} onClick={() => window.print()} className="max-sm:hidden">
              Print
            </Button>
            <Button icon={Download} variant="primary" disabled={!file} onClick={download}>
              {file ? 'Download' : 'Being signed…'}
            </Button>
          </>
        )
      }
    >
      {query.isPending && <SkeletonList rows={8} />}
      {query.error && (
        <ErrorState title="The certificate could not be read" onRetry={query.refetch}>
          {messageOf(query.error)}
        </ErrorState>
      )}
      {query.data && <Document certificate={query.data.certificate} note={file?.proof.note} />}
    </Page>
  )
}

function Document({ certificate, note }: { certificate: Certificate; note: string | undefined }) {
  const { workspace, requestedBy, approvedBy, lookedFor, runs, elsewhere, seals, kept, leftOut } = certificate
  const values = [...runs, ...elsewhere].reduce((sum, each) => sum + each.values, 0)
  return (
    <article className="grid max-w-200 grid-cols-[minmax(0,1fr)] gap-6 p-5 max-sm:p-4">
      <p className="text-14">
        {counted(values, 'value')} of one person were erased in {workspace.name} on{' '}
        {formatUtc(new Date(certificate.at))}
        {runs.length > 0 && `, in ${counted(runs.length, 'run')}`}. They cannot be restored from this
        installation. Backups made before hold them until they are gone.
      </p>
      <dl className="grid grid-cols-[10rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 max-sm:grid-cols-1">
        <Row name="Certificate">
          <span className="font-mono text-12">{certificate.id}</span>
        </Row>
        <Row name="Reason">{certificate.reason}</Row>
        <Row name="Asked for by">
          {requestedBy.name}, {formatUtc(new Date(certificate.requestedAt))}
        </Row>
        {approvedBy && <Row name="Agreed to by">{approvedBy.name}</Row>}
        <Row name="Looked for by">
          {[
            lookedFor.emails > 0 && counted(lookedFor.emails, 'e-mail address', 'e-mail addresses'),
            lookedFor.phones > 0 && counted(lookedFor.phones, 'phone number'),
            lookedFor.names > 0 && counted(lookedFor.names, 'name'),
            lookedFor.ids > 0 && counted(lookedFor.ids, 'own number'),
          ]
            .filter(Boolean)
            .join(', ')}
        </Row>
        <Row name="What went">
          {certificate.reach === 'runs' ? 'Every value of the runs' : 'The values that named the person'}
        </Row>
      </dl>
      {runs.length > 0 && (
        <Listed title="In runs, and the digests that named their state">
          {runs.map(({ run, values: count, states, reviews }) => (
            <li key={run} className="grid gap-0.5">
              <span>
                <span className="font-mono text-12">{run}</span>: {counted(count, 'value')}
              </span>
              {states.map(({ version, digest }) => (
                <span key={version} className="pl-4 font-mono text-12 break-all text-fg-3">
                  version {version} {digest}
                </span>
              ))}
              {reviews.map(({ id, digest }) => (
                <span key={id} className="pl-4 font-mono text-12 break-all text-fg-3">
                  review {id} {digest}
                </span>
              ))}
            </li>
          ))}
        </Listed>
      )}
      {elsewhere.length > 0 && (
        <Listed title="Outside of runs">
          {elsewhere.map(({ place, values: count }) => (
            <li key={place}>
              {place}: {counted(count, 'value')}
            </li>
          ))}
        </Listed>
      )}
      {seals.length > 0 && (
        <Listed title={`${counted(seals.length, 'seal')} of the record that nobody can open any more`}>
          {seals.map(({ entry, field, hmac }) => (
            <li key={`${entry} ${field}`} className="font-mono text-12 break-all text-fg-3">
              {entry} {field} {hmac}
            </li>
          ))}
        </Listed>
      )}
      {leftOut.length > 0 && (
        <Listed title="Runs that name the person and stay">
          {leftOut.map(({ run, because }) => (
            <li key={run}>
              <span className="font-mono text-12">{run}</span>: {LEFT[because]}
            </li>
          ))}
        </Listed>
      )}
      {kept.length > 0 && <KeptList kept={kept} />}
      {note && (
        <section className="grid gap-1">
          <h2 className="font-label">The signature it stands under</h2>
          <pre className="rounded-6 bg-sunken px-3 py-2 font-mono text-12 break-all whitespace-pre-wrap">
            {note}
          </pre>
          <p className="text-fg-2">
            The digest of this certificate is an entry of the record whose tree is signed there. Check the
            downloaded file anywhere:{' '}
            <code className="font-mono text-12">node verify.mjs --certificate FILE</code>
          </p>
        </section>
      )}
    </article>
  )
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-fg-3">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Listed({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 font-label">{title}</h2>
      <ul className="grid gap-1">{children}</ul>
    </section>
  )
}
