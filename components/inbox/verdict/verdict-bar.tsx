'use client'

import { CircleX } from 'lucide-react'
import { useRef, useState } from 'react'
import { codeOf, messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Textarea } from '@/components/ui/input'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { readDollars } from '@/components/ui/dollars'
import type { Review } from '../inbox-types'
import type { DraftState } from '../review/use-draft'
import { useKept } from '../use-kept'
import { actsFor, capProblem, type Decision } from './acts'
import { Bar, Binds } from './bar'
import { Conflict } from './conflict'
import { useArmed } from './use-armed'
import type { useVerdict } from './use-verdict'

/** A second press that was meant for the one before must not decide this one. */
const SETTLE_MS = 500
const field = 'max-md:h-11 max-md:flex-1 max-md:justify-center'

/** Reject, send back, edit, and one act that names what it does. */
export function VerdictBar({
  review,
  draft,
  verdict,
  cap,
  claim,
  closed,
  stale,
  onLook,
  onEdit,
  more,
}: {
  review: Review
  draft: DraftState
  verdict: ReturnType<typeof useVerdict>
  cap: string
  /** Of a conflict: the claim that is chosen. */
  claim: number | undefined
  /** Why the primary act is not open to this person. */
  closed: string | undefined
  /** What waits is no longer what is shown. */
  stale: boolean
  onLook: () => void
  onEdit: () => void
  more: boolean
}) {
  const [reason, setReason] = useKept(review, 'reason', '')
  const [armed, arm] = useArmed()
  const [wanted, setWanted] = useState<string>()
  const [since] = useState(() => Date.now())
  const input = useRef<HTMLTextAreaElement>(null)
  const { view, barred, approvalBarred } = review
  // An admin raises a budget; giving the run up is a reviewer's.
  const mayReject = useMay('review.decide')
  const acts = actsFor(review, {
    effects: draft.effects.length,
    edited: draft.edit !== undefined,
    editable: draft.editable,
    cap,
    claim,
  })
  const { primary } = acts
  const conflict = stale || codeOf(verdict.error) === 'CONFLICT'
  const unfit = draft.edit !== undefined && (draft.problems.length > 0 || draft.message !== undefined)
  const off =
    closed ??
    (view.conflict && claim === undefined
      ? 'Choose the claim that holds; its number does, too.'
      : undefined) ??
    (primary.decision === 'raise' && capProblem(review, cap)
      ? `The new cap: ${capProblem(review, cap) ?? ''}.`
      : unfit
        ? 'The draft does not fit its contract yet.'
        : draft.rejected[0]
          ? `${draft.rejected[0].id} stops this edit: ${draft.rejected[0].message}`
          : undefined)

  const decide = (decision: Decision, label: string) => {
    if (barred || conflict || verdict.busy || Date.now() - since < SETTLE_MS) return
    const said = reason.trim()
    if (!said && (view.reasonRequired || decision === 'send_back')) {
      setWanted(
        decision === 'send_back'
          ? 'Say what should be different.'
          : 'Say why, in a line: this gate asks for it.',
      )
      input.current?.focus()
      return
    }
    const capMicros = decision === 'raise' && view.budget ? readDollars(cap)?.toString() : undefined
    verdict.give(
      {
        decision,
        reason: said,
        ...(decision === 'approve' && draft.edit ? { edit: draft.edit } : {}),
        ...(decision === 'approve' && claim !== undefined ? { claim } : {}),
        ...(capMicros ? { capMicros } : {}),
      },
      label,
    )
  }
  const goOn = () => {
    if (unfit) document.querySelector<HTMLElement>('[data-draft] [aria-invalid=true]')?.focus()
    else if (!off && draft.settled) decide(primary.decision, primary.label)
  }
  /** What ends a run cannot be taken back: it is asked for twice. */
  const reject = () => {
    if (!mayReject) return
    if (acts.reject.ends && !armed && !barred && !conflict) arm()
    else decide('reject', acts.reject.label)
  }
  const sendBack = () => {
    if (acts.sendBacks) decide('send_back', 'Send back')
  }
  useHotkeys(
    [
      {
        keys: 'a',
        label: primary.label,
        group: 'Review',
        run: ({ repeat }: KeyboardEvent) => {
          if (!repeat) goOn()
        },
      },
      {
        keys: 'mod+Enter',
        label: `${primary.label}, also while typing`,
        group: 'Review',
        run: ({ repeat }: KeyboardEvent) => {
          if (!repeat) goOn()
        },
        whileTyping: true,
      },
      {
        keys: 'r',
        label: acts.reject.label,
        group: 'Review',
        run: ({ repeat }: KeyboardEvent) => {
          if (!repeat) reject()
        },
      },
      ...(acts.sendBacks
        ? [
            {
              keys: 'b',
              label: 'Send back',
              group: 'Review',
              run: ({ repeat }: KeyboardEvent) => {
                if (!repeat) sendBack()
              },
            },
          ]
        : []),
      ...(acts.edit
        ? [
            {
              keys: 'e',
              label: acts.edit,
              group: 'Review',
              run: ({ repeat }: KeyboardEvent) => {
                if (!repeat) onEdit()
              },
            },
          ]
        : []),
    ],
    !barred && !conflict,
  )

  if (conflict) {
    const says = verdict.error ? messageOf(verdict.error) : 'What waits here has changed since you opened it.'
    return <Conflict says={says} digest={review.digest} onLook={onLook} />
  }
  const note = verdict.error ? messageOf(verdict.error) : wanted
  const offAll = barred !== null
  const says = off ?? approvalBarred
  return (
    <Bar>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        {offAll ? (
          <p className="min-w-0 flex-1 basis-60 py-1.5 text-fg-2">{barred}</p>
        ) : (
          <div className="grid min-w-0 flex-1 basis-60 gap-1 max-md:basis-full">
            <Textarea
              ref={input}
              rows={1}
              value={reason}
              maxLength={2000}
              aria-label="Why, in a line"
              aria-required={view.reasonRequired || undefined}
              aria-invalid={note ? true : undefined}
              aria-describedby={note || says ? 'verdict-note' : undefined}
              placeholder={
                view.reasonRequired
                  ? 'Why, in a line (required)'
                  : acts.sendBacks
                    ? 'Why, in a line; needed to send it back'
                    : 'Why, in a line (optional)'
              }
              onChange={(event) => {
                setReason(event.target.value)
                setWanted(undefined)
              }}
              className="field-sizing-content max-h-28 min-h-8 resize-none overflow-auto py-1.25 max-md:min-h-11 max-md:py-2.75"
            />
            {(note ?? says) && (
              <p
                id="verdict-note"
                role={note ? 'alert' : undefined}
                className={cx('flex items-start gap-1.25 text-12', note ? 'text-failed-fg' : 'text-fg-2')}
              >
                {note && <CircleX className="mt-px size-3.5 shrink-0" aria-hidden />}
                {note ?? says}
              </p>
            )}
          </div>
        )}
        <div className="flex flex-wrap gap-2 max-md:w-full">
          <Button
            size="lg"
            kbd="R"
            disabled={offAll || !mayReject}
            busy={verdict.busy}
            title={
              mayReject || offAll
                ? `${acts.reject.label} ${acts.reject.then}`
                : 'Ending the run needs the role reviewer'
            }
            onClick={reject}
            className={cx(field, armed && 'border-failed-line bg-failed-bg text-failed-fg')}
          >
            {armed ? 'End it? Press again' : acts.reject.label}
          </Button>
          <span role="status" className="sr-only">
            {armed && 'Press again to end the run.'}
          </span>
          {acts.sendBacks !== undefined && (
            <Button
              size="lg"
              kbd="B"
              disabled={offAll || acts.sendBacks === 0}
              busy={verdict.busy}
              onClick={sendBack}
              className={field}
            >
              Send back <span className="font-text text-fg-3">{acts.sendBacks} left</span>
            </Button>
          )}
          {acts.confirm && (
            <Button
              size="lg"
              disabled={approvalBarred !== null}
              busy={verdict.busy}
              onClick={() => decide('approve', 'It happened')}
              className={field}
            >
              It did happen
            </Button>
          )}
          {acts.edit && (
            <Button size="lg" kbd="E" aria-pressed={draft.editing} onClick={onEdit} className={field}>
              {acts.edit}
            </Button>
          )}
          <Button
            size="lg"
            variant="primary"
            kbd="A"
            disabled={offAll || off !== undefined}
            busy={verdict.busy || !draft.settled}
            onClick={goOn}
            className="max-md:order-first max-md:h-11 max-md:w-full max-md:text-14"
          >
            {primary.label}
          </Button>
        </div>
      </div>
      <Binds
        review={review}
        edited={draft.edit !== undefined}
        end={[
          `${acts.reject.label === 'Reject' ? 'Reject' : 'Ending it'} ${acts.reject.then}`,
          more && !barred && 'then the next one opens',
        ]
          .filter(Boolean)
          .join(' · ')}
      />
    </Bar>
  )
}
