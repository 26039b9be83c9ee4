'use client'

import './globals.css'

/** The last resort, when not even the frame could be drawn. */
export default function GlobalError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  return (
    <html lang="en">
      <body>
        <main className="grid h-dvh content-center justify-items-center gap-3 bg-page p-6 text-center">
          <h1 className="text-20 font-strong">Baton could not draw this page</h1>
          <p className="max-w-120 text-fg-2">
            {error.digest
              ? `The server’s log has it under ${error.digest}.`
              : 'The server may be restarting, or its database is not reachable.'}
          </p>
          <button
            type="button"
            onClick={reset}
            className="h-8 rounded-6 border border-line-strong bg-raised px-3 font-label"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
