'use client'

import { JsonView } from '@/components/ui/json-view'
import { StatusChip } from '@/components/ui/status-chip'
import { formatDuration } from '@/components/ui/format-time'
import type { ToolUse } from '@/domain/run/step'
import { Block } from './block'

/** What an agent read from the outside while it worked, and what it asked for and was not permitted. */
export function Tools({ tools }: { tools: readonly ToolUse[] }) {
  const denied = tools.filter((use) => use.denied !== undefined).length
  return (
    <Block
      title="Tools asked for"
      detail={String(tools.length)}
      {...(denied > 0 && { end: `${denied} not permitted` })}
    >
      <ul>
        {tools.map((use, index) => (
          <li key={index} className="border-b border-line last:border-b-0">
            <details>
              <summary className="flex h-7 items-center gap-2 text-12">
                <span className="truncate font-mono">{use.tool}</span>
                {use.connection !== '' && <span className="truncate text-fg-3">over {use.connection}</span>}
                {use.denied ? (
                  <StatusChip plain status="blocked" word="not permitted" className="ml-auto shrink-0" />
                ) : (
                  <span className="ml-auto shrink-0 text-fg-2">
                    {use.status === 0 ? 'no answer' : use.status} · {formatDuration(use.ms)}
                  </span>
                )}
              </summary>
              {use.denied && <p className="pb-1 text-12 text-fg-2">{use.denied.because}</p>}
              <JsonView
                value={{ arguments: use.arguments, answer: use.answer }}
                label={use.tool}
                className="mb-2 max-h-80"
              />
            </details>
          </li>
        ))}
      </ul>
    </Block>
  )
}
