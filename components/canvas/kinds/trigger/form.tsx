'use client'

import Link from 'next/link'
import { ContractField } from '../../inspector/fields/contract-field'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { useStudio } from '../../studio/studio-context'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'

export function TriggerForm({ node, change }: KindFormProps<'trigger'>) {
  const { slug } = useStudio()
  const readable = useReadable(node.id, true)
  return (
    <>
      <ContractField
        label="Starts with"
        value={node.produces}
        onCommit={(produces, taken) => change({ produces }, taken)}
        hint="What a run must be given; everything else is refused at the door."
      />
      <ExpressionField
        label="Title of a run"
        value={node.title}
        onCommit={(title) => change({ title })}
        readable={readable}
        template
        hint="Names the run in lists and in the inbox, with values in double braces."
        placeholder={`Case {{ ${readable.paths[1] ?? `${node.id}.name`} }}`}
      />
      <p className="text-12 text-fg-3">
        People start it here, programs by the API.{' '}
        <Link href={`/teams/${slug}/triggers`} className="text-accent-fg underline underline-offset-2">
          Webhooks, schedules and forms
        </Link>{' '}
        start it by themselves.
      </p>
    </>
  )
}
