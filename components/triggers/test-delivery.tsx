'use client'

import { useMutation } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { ContractForm } from '@/components/contracts/contract-form'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { CodeEditor } from '@/components/ui/code-editor'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { isRecord } from '@/domain/contract/json-schema'
import type { ListedTrigger, TriggerList } from './trigger-types'

/** Starts a shadow run as the trigger would: everything is real but the effects. */
export function TestDelivery({ trigger, entry }: { trigger: ListedTrigger; entry: TriggerList['entry'] }) {
  const [body, setBody] = useState(entry.example)
  const [text, setText] = useState(() => JSON.stringify(entry.example, null, 2))
  const test = useMutation(useTRPC().triggers.test.mutationOptions({ onError: () => undefined }))
  const typed = trigger.kind === 'webhook' ? objectIn(text) : body
  return (
    <form
      noValidate
      aria-labelledby="send-test"
      className="grid grid-cols-[minmax(0,1fr)] gap-2.5 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (typed && !test.isPending) test.mutate({ id: trigger.id, body: typed })
      }}
    >
      <h3 id="send-test" className="font-strong">
        Try it
      </h3>
      {trigger.kind === 'webhook' && (
        <FormField label="Body" required error={typed ? undefined : 'a JSON object'}>
          <CodeEditor value={text} onValueChange={setText} minHeight="80px" maxHeight="220px" />
        </FormField>
      )}
      {trigger.kind === 'form' && (
        <ContractForm
          schema={entry.schema}
          value={body}
          onChange={setBody}
          problems={problemsOf(test.error)}
        />
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" icon={FlaskConical} busy={test.isPending} disabled={!typed}>
          Send a test
        </Button>
        <span className="text-12 text-fg-3">Starts a shadow run; effects are simulated.</span>
      </div>
      {test.data && (
        <p role="status">
          A shadow run has started.{' '}
          <Link href={`/runs/${test.data.runId}`} className="text-accent-fg underline underline-offset-2">
            Open it
          </Link>
        </p>
      )}
      {test.error && (
        <ErrorState title="No run started" className="m-0">
          {messageOf(test.error)}
          {problemsOf(test.error).map(({ pointer, message }) => (
            <span key={pointer + message} className="block">
              <code className="font-mono text-12">{pointer || '/'}</code> {message}
            </span>
          ))}
        </ErrorState>
      )}
    </form>
  )
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
