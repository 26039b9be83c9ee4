'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { CASE_ENDS, type CaseEnd, type Expectation } from '@/domain/team/case'
import type { Problem } from '@/domain/problem'
import { isStep, kindOf } from '@/domain/team/kinds/registry'
import { nodeName } from '../model/node-name'
import { useStudio } from '../studio/studio-context'
import { Conditions } from './conditions'
import { exampleCondition, exampleOfRequest } from './example-condition'

const ENDS: Record<CaseEnd, string> = {
  done: 'Comes to a good end',
  rejected: 'Ends rejected',
  waits: 'Waits for somebody',
  failed: 'Fails',
}

/** Nowhere in particular: no step has such an id. */
const ANYWHERE = '-'

/** What must be seen again, one point a line; each can be edited, taken out, and others added. */
export function ExpectList({
  expect,
  problems,
  onExpect,
}: {
  expect: Expectation
  /** What of it says nothing of this team, with pointers into the case. */
  problems: readonly Problem[]
  onExpect: (expect: Expectation) => void
}) {
  const { document } = useStudio()
  const name = (id: string) => nodeName(document, id)
  const { at, passes = [], avoids = [], holds = [], effects } = expect
  const { at: _at, ...notAt } = expect
  const { effects: _effects, ...notEffects } = expect
  const steps = document.nodes.filter((node) => kindOf(node).takesIn)
  const said = new Set([...passes, ...avoids])
  const free = steps.filter((node) => isStep(node) && !said.has(node.id))
  const sending = steps.filter(
    (node) =>
      (kindOf(node).isEffect(node) || kindOf(node).team) && !effects?.some((one) => one.node === node.id),
  )
  const wrong = (pointer: string) => problems.find((one) => one.pointer === pointer)?.message
  const option = ({ id, name: label }: { id: string; name: string }) => ({ value: id, label })
  return (
    <section
      aria-label="What is expected"
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-2"
    >
      <h3 className="font-strong">What is expected</h3>
      <div className="grid grid-cols-2 gap-2">
        <Select
          label="How it ends"
          value={expect.ends}
          onValueChange={(ends) => onExpect({ ...expect, ends })}
          options={CASE_ENDS.map((value) => ({ value, label: ENDS[value] }))}
        />
        <Select
          label="Where it stands then"
          value={at ?? ANYWHERE}
          onValueChange={(id) => onExpect(id === ANYWHERE ? notAt : { ...expect, at: id })}
          options={[{ value: ANYWHERE, label: 'Wherever' }, ...steps.map(option)]}
        />
      </div>
      {wrong('/expect/at') && <p className="text-12 text-failed-fg">{wrong('/expect/at')}</p>}
      <ul>
        {passes.map((id, i) => (
          <Line
            key={`passes ${id}`}
            says={`“${name(id)}” is carried out`}
            wrong={wrong(`/expect/passes/${i}`)}
            onRemove={() => onExpect({ ...expect, passes: passes.filter((one) => one !== id) })}
          />
        ))}
        {avoids.map((id, i) => (
          <Line
            key={`avoids ${id}`}
            says={`“${name(id)}” is not carried out`}
            wrong={wrong(`/expect/avoids/${i}`)}
            onRemove={() => onExpect({ ...expect, avoids: avoids.filter((one) => one !== id) })}
          />
        ))}
        {effects?.length === 0 && (
          <Line says="Nothing outside would change" onRemove={() => onExpect(notEffects)} />
        )}
        {(effects ?? []).map(({ node, holds: sent = [] }, i) => {
          const others = (effects ?? []).filter((_, index) => index !== i)
          return (
            <li key={`effects ${node}`} className="border-t border-line py-1">
              <div className="flex items-center gap-2">
                <span className="min-w-0 flex-1">
                  “{name(node)}” would send its request, and no other step
                </span>
                <IconButton
                  size="sm"
                  icon={X}
                  label={`Remove: ${name(node)} would send its request`}
                  onClick={() => onExpect(others.length > 0 ? { ...expect, effects: others } : notEffects)}
                />
              </div>
              <Conditions
                label={`Of the request of ${name(node)}`}
                example={exampleOfRequest(document, node)}
                sources={sent}
                wrong={(index) => wrong(`/expect/effects/${i}/holds/${index}`)}
                onSources={(next) =>
                  onExpect({
                    ...expect,
                    effects: (effects ?? []).map((one, index) =>
                      index === i ? { node: one.node, ...(next.length > 0 && { holds: next }) } : one,
                    ),
                  })
                }
              />
              {wrong(`/expect/effects/${i}/node`) && (
                <p className="text-12 text-failed-fg">{wrong(`/expect/effects/${i}/node`)}</p>
              )}
            </li>
          )
        })}
      </ul>
      <Conditions
        label="Of what the steps hand on"
        example={exampleCondition(document)}
        sources={holds}
        wrong={(index) => wrong(`/expect/holds/${index}`)}
        onSources={(next) => onExpect({ ...expect, holds: next })}
      />
      <div className="flex flex-wrap gap-2">
        <Select
          className="w-36"
          label="A step that must be carried out"
          placeholder="Carried out"
          value={undefined}
          onValueChange={(id: string) => onExpect({ ...expect, passes: [...passes, id] })}
          options={free.map(option)}
        />
        <Select
          className="w-36"
          label="A step that must not be carried out"
          placeholder="Not carried out"
          value={undefined}
          onValueChange={(id: string) => onExpect({ ...expect, avoids: [...avoids, id] })}
          options={free.map(option)}
        />
        {sending.length > 0 && (
          <Select
            className="w-36"
            label="A step that would send its request"
            placeholder="Would send"
            value={undefined}
            onValueChange={(id: string) =>
              onExpect({ ...expect, effects: [...(effects ?? []), { node: id }] })
            }
            options={sending.map(option)}
          />
        )}
        {effects === undefined && (
          <Button size="sm" icon={Plus} onClick={() => onExpect({ ...expect, effects: [] })}>
            Nothing outside changes
          </Button>
        )}
      </div>
    </section>
  )
}

function Line({ says, wrong, onRemove }: { says: string; wrong?: string | undefined; onRemove: () => void }) {
  return (
    <li className="border-t border-line py-1">
      <div className="flex items-center gap-2">
        <span className="min-w-0 flex-1">{says}</span>
        <IconButton size="sm" icon={X} label={`Remove: ${says}`} onClick={onRemove} />
      </div>
      {wrong && <p className="text-12 text-failed-fg">{wrong}</p>}
    </li>
  )
}
