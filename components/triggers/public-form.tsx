'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { ContractForm } from '@/components/contracts/contract-form'
import { InBrowser } from '@/components/shell/in-browser'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonList } from '@/components/ui/skeleton'
import { blankValue } from '@/components/contracts/schema/blank-value'
import { validateInstance } from '@/domain/contract/evaluate'
import { isRecord } from '@/domain/contract/json-schema'
import { Copyable } from './copyable'
import { FormRefused, readForm, sendForm, type SharedForm } from './form-api'

/** A form that was shared: what is asked, and a word of thanks with the reference. */
export function PublicForm({ token }: { token: string }) {
  return (
    <main className="grid min-h-dvh content-start justify-items-center bg-frame px-4 py-[8vh] max-sm:px-0 max-sm:py-0">
      <div className="w-full max-w-140 rounded-8 border border-line-strong bg-page p-6 max-sm:min-h-dvh max-sm:rounded-none max-sm:border-0 max-sm:p-4">
        <InBrowser fallback={<SkeletonList rows={6} />}>
          <Loaded token={token} />
        </InBrowser>
      </div>
    </main>
  )
}

function Loaded({ token }: { token: string }) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['shared-form', token],
    queryFn: () => readForm(token),
    retry: false,
    staleTime: Infinity,
  })
  if (data?.closed)
    return (
      <Closed title={data.name}>
        <p role="status">{data.closed}</p>
        <Button className="mt-3 max-sm:h-11" busy={isFetching} onClick={() => void refetch()}>
          Look again
        </Button>
      </Closed>
    )
  if (data) return <Fill token={token} form={data} />
  if (!error) return <SkeletonList rows={6} />
  const status = error instanceof FormRefused ? error.status : 0
  if (status === 404) return <Closed title="This form is not open">{error.message}</Closed>
  if (status === 401)
    return (
      <Closed title="Sign in to use this form">
        <Button asChild variant="primary" className="max-sm:h-11">
          <a href={`/sign-in?next=${encodeURIComponent(location.pathname)}`}>Sign in</a>
        </Button>
      </Closed>
    )
  if (status === 403)
    return <Closed title="This form is for members">Your account is not in its workspace.</Closed>
  return (
    <ErrorState title="The form could not be read" className="m-0" onRetry={refetch} retrying={isFetching}>
      {error.message}
    </ErrorState>
  )
}

function Closed({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-2">
      <h1 className="text-20 font-strong">{title}</h1>
      <div className="text-fg-2">{children}</div>
    </div>
  )
}

function Fill({ token, form }: { token: string; form: SharedForm }) {
  const first = () => {
    const blank = blankValue(form.schema, form.schema)
    return isRecord(blank) ? blank : {}
  }
  const [value, setValue] = useState<Record<string, unknown>>(first)
  const [tried, setTried] = useState(false)
  // Sent twice, by a second press or over a bad line, it is one.
  const [key, setKey] = useState(() => crypto.randomUUID())
  const send = useMutation({
    mutationFn: () => sendForm(token, { input: value, key }),
    onError: () => undefined,
  })
  const misfits = validateInstance(form.schema, value, { formats: 'assertion' })
  const refused = send.error instanceof FormRefused ? send.error.problems : []
  if (send.data) {
    return (
      <div role="status" className="grid justify-items-start gap-3">
        <h1 className="flex items-center gap-2 text-20 font-strong">
          <CircleCheck className="size-5 text-done-fg" aria-hidden /> Thank you
        </h1>
        <p className="text-fg-2">It has arrived. Keep the reference in case you want to ask about it.</p>
        <div className="w-full">
          <Copyable label="Reference" text={send.data.reference} />
        </div>
        <Button
          className="max-sm:h-11"
          onClick={() => {
            setValue(first())
            setTried(false)
            setKey(crypto.randomUUID())
            send.reset()
          }}
        >
          Send another
        </Button>
      </div>
    )
  }
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (misfits.length === 0 && !send.isPending) send.mutate()
      }}
    >
      <div className="grid gap-1">
        <p className="text-12 text-fg-3">{form.workspace}</p>
        <h1 className="text-20 font-strong">{form.name}</h1>
        {form.intro && <p className="whitespace-pre-line text-fg-2">{form.intro}</p>}
        <p className="text-12 text-fg-3">All fields are required, except those marked optional.</p>
      </div>
      <ContractForm
        schema={form.schema}
        value={value}
        onChange={setValue}
        plain
        problems={tried && misfits.length > 0 ? misfits : refused}
      />
      {tried && misfits.length > 0 && (
        <p role="alert" className="text-failed-fg">
          Some of the fields need another look.
        </p>
      )}
      {send.error && (
        <ErrorState title="It was not sent" className="m-0">
          {send.error.message}
        </ErrorState>
      )}
      <div>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          busy={send.isPending}
          className="max-sm:h-11 max-sm:w-full"
        >
          Send
        </Button>
      </div>
    </form>
  )
}
