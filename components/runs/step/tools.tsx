'use client'

import { JsonView } from '@/components/ui/json-view'
import { formatDuration } from '@/components/ui/format-time'
import type { ToolUse } from '@/domain/run/step'
import { Block } from './block'

/** What an agent read from the outside while it worked. */
export function Tools({ tools }: { tools: readonly ToolUse[] }) {
  return (
    <Block title="Tools used" detail={String(tools.length)}>
      <ul>
        {tools.map((use, index) => (
          <li key={index} className="border-b border-line last:border-b-0">
            <details>
              <summary className="flex h-7 items-center gap-2 text-12">
                <span className="font-mono">{use.tool}</span>
                <span className="text-fg-3">over {use.connection}</span>
                <span className="ml-auto text-fg-2">
                  {use.status === 0 ? 'no answer' : use.status} · {formatDuration(use.ms)}
                </span>
              </summary>
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
