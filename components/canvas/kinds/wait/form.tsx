'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { isEventName } from '@/domain/event/event'
import { ContractField } from '../../inspector/fields/contract-field'
import { DurationField } from '../../inspector/fields/duration-field'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { TextField } from '../../inspector/fields/text-field'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'
import { HowToSend } from './how-to-send'

const DAY = 86_400

export function WaitForm({ node, change }: KindFormProps<'wait'>) {
  const readable = useReadable(node.id)
  return (
    <>
      <TextField
        label="Event"
        value={node.event}
        onCommit={(event) => change({ event: event.trim() })}
        required
        mono
        placeholder="order.shipped"
        error={
          node.event !== '' && !isEventName(node.event)
            ? 'Lower-case words joined by dots, as in order.shipped'
            : undefined
        }
        hint="The name under which it is sent, agreed with whoever sends it."
      />
      <Checkbox
        label="It is told apart by a field"
        hint="As an order’s number. Without one, the event must name the run by its id."
        checked={node.key !== undefined}
        onCheckedChange={(on) =>
          change({ key: on ? (readable.paths[1] ?? readable.paths[0] ?? '""') : undefined })
        }
      />
      {node.key !== undefined && (
        <ExpressionField
          label="Key"
          value={node.key}
          onCommit={(key) => key.trim() && change({ key })}
          readable={readable}
          expects="key"
          required
          hint="A text or a number that the event names too. Only an event with the same key goes to this run."
        />
      )}
      <ContractField
        label="Brings"
        value={node.produces}
        onCommit={(produces, taken) => change({ produces }, taken)}
        hint="What the event tells. One that does not fit is refused, and the run goes on waiting."
      />
      <Checkbox
        label="Does not wait for ever"
        hint="When the time is up, the run takes the way “nothing came”."
        checked={node.timeoutSeconds !== undefined}
        onCheckedChange={(on) => change({ timeoutSeconds: on ? DAY : undefined })}
      />
      {node.timeoutSeconds !== undefined && (
        <DurationField
          label="Waits at most"
          value={node.timeoutSeconds}
          max={90 * DAY}
          onCommit={(timeoutSeconds) => change({ timeoutSeconds })}
        />
      )}
      <Checkbox
        label="Shares the event"
        hint="All runs that wait for it get it. Otherwise only the one that has waited longest."
        checked={node.shared}
        onCheckedChange={(shared) => change({ shared })}
      />
      <HowToSend event={node.event} produces={node.produces} />
    </>
  )
}
