'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { CASE_ENDS, type CaseEnd, type Expectation } from '@/domain/team/case'
import { nodeName } from '../model/node-name'
import { useStudio } from '../studio/studio-context'

const ENDS: Record<CaseEnd, string> = {
  done: 'Comes to a good end',
  rejected: 'Ends rejected',
  waits: 'Waits for somebody',
  failed: 'Fails',
}

/** What must be seen again, one point a line. */
export function ExpectList({
  expect,
  onExpect,
}: {
  expect: Expectation
  onExpect: (expect: Expectation) => void
}) {
  const { document } = useStudio()
  const name = (id: string) => nodeName(document, id)
  const { at, passes = [], avoids = [], holds = [], effects } = expect
  const without = <T,>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index)
  const { at: _at, ...notAt } = expect
  const { effects: _effects, ...notEffects } = expect
  return (
    <section aria-label="What is expected" className="grid gap-1">
      <div className="flex items-center gap-2">
        <h3 className="font-strong">What is expected</h3>
        <span className="flex-1" />
        <Button size="sm" icon={Plus} onClick={() => onExpect({ ...expect, holds: [...holds, ''] })}>
          Condition
        </Button>
      </div>
      <Select
        className="w-60"
        label="How it ends"
        value={expect.ends}
        onValueChange={(ends) => onExpect({ ...expect, ends })}
        options={CASE_ENDS.map((value) => ({ value, label: ENDS[value] }))}
      />
      <ul>
        {at !== undefined && <Line says={`It stands at “${name(at)}”`} onRemove={() => onExpect(notAt)} />}
        {passes.map((id, i) => (
          <Line
            key={`passes ${id}`}
            says={`“${name(id)}” is carried out`}
            onRemove={() => onExpect({ ...expect, passes: without(passes, i) })}
          />
        ))}
        {avoids.map((id, i) => (
          <Line
            key={`avoids ${id}`}
            says={`“${name(id)}” is not carried out`}
            onRemove={() => onExpect({ ...expect, avoids: without(avoids, i) })}
          />
        ))}
        {holds.map((source, i) => (
          <li key={i} className="flex items-center gap-2 border-t border-line py-1">
            <Input
              aria-label={`Condition ${i + 1}`}
              className="font-mono text-12"
              value={source}
              onChange={({ target }) =>
                onExpect({ ...expect, holds: holds.map((one, index) => (index === i ? target.value : one)) })
              }
            />
            <IconButton
              size="sm"
              icon={X}
              label={`Remove condition ${i + 1}`}
              onClick={() => onExpect({ ...expect, holds: without(holds, i) })}
            />
          </li>
        ))}
        {effects?.length === 0 && (
          <Line says="Nothing outside would change" onRemove={() => onExpect(notEffects)} />
        )}
        {(effects ?? []).map(({ node }, i) => (
          <Line
            key={`effects ${node}`}
            says={`“${name(node)}” would send its request, and nothing else would go out`}
            onRemove={() => {
              const rest = without(effects ?? [], i)
              onExpect(rest.length > 0 ? { ...expect, effects: rest } : notEffects)
            }}
          />
        ))}
      </ul>
    </section>
  )
}

function Line({ says, onRemove }: { says: string; onRemove: () => void }) {
  return (
    <li className="flex items-center gap-2 border-t border-line py-1">
      <span className="min-w-0 flex-1">{says}</span>
      <IconButton size="sm" icon={X} label={`Remove: ${says}`} onClick={onRemove} />
    </li>
  )
}
