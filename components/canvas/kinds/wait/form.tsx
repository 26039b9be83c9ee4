'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { isEventName } from '@/domain/event/event'
import { ContractField } from '../../inspector/fields/contract-field'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { NumberField } from '../../inspector/fields/number-field'
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
        hint="The name that senders use."
      />
      <Checkbox
        label="Its key comes from the state"
        hint="Without one, the event must bear the id of the run."
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
          hint="A text or a number that the event bears too, as an order’s number."
        />
      )}
      <ContractField
        label="Brings"
        value={node.produces}
        onCommit={(produces, taken) => change({ produces }, taken)}
        hint="What does not fit while the run waits is refused at the door."
      />
      <Checkbox
        label="Does not wait for ever"
        hint="When the time is up, the way for nothing came is taken."
        checked={node.timeoutSeconds !== undefined}
        onCheckedChange={(on) => change({ timeoutSeconds: on ? DAY : undefined })}
      />
      {node.timeoutSeconds !== undefined && (
        <NumberField
          label="Waits at most"
          value={node.timeoutSeconds}
          unit="seconds"
          min={1}
          max={90 * DAY}
          onCommit={(timeoutSeconds) => change({ timeoutSeconds })}
        />
      )}
      <Checkbox
        label="Shares the event"
        hint="All that wait for the same one get it. Else the one that waits longest has it alone."
        checked={node.shared}
        onCheckedChange={(shared) => change({ shared })}
      />
      <HowToSend event={node.event} produces={node.produces} />
    </>
  )
}
