'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { NodeOf } from '@/domain/team/node'
import { ContractField } from '../../inspector/fields/contract-field'
import { RowTools, withRow } from '../../inspector/fields/row-tools'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import type { KindFormProps } from '../form-props'

type Task = NodeOf<'orchestrator'>['tasks'][number]

/** The types of tasks it may give, each with the contract of what is given. */
export function TaskTypes({ node, change }: KindFormProps<'orchestrator'>) {
  return (
    <Section title="Tasks it may give">
      {node.tasks.map((task, index) => (
        <div
          key={task.type}
          className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-6 border border-line p-2.5"
        >
          <div className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-mono text-12">{task.type}</span>
            <RowTools
              rows={node.tasks}
              index={index}
              name={`task ${task.type}`}
              onChange={(tasks: Task[]) => change({ tasks })}
            />
          </div>
          <TextField
            label="What it is"
            value={task.about}
            onCommit={(about) =>
              change({ tasks: withRow(node.tasks, index, { about: about.slice(0, 300) }) })
            }
          />
          <ContractField
            label="Is given"
            value={task.input}
            onCommit={(input, taken) => change({ tasks: withRow(node.tasks, index, { input }) }, taken)}
          />
        </div>
      ))}
      <Button
        icon={Plus}
        className="justify-self-start"
        onClick={() =>
          change({
            tasks: [
              ...node.tasks,
              {
                type: freeName(
                  'task',
                  node.tasks.map(({ type }) => type),
                ),
                about: '',
              },
            ],
          })
        }
      >
        Add a task
      </Button>
    </Section>
  )
}

/** A name that is not taken: with a number behind it. */
export function freeName(name: string, taken: readonly string[]): string {
  for (let n = taken.length + 1; ; n++) if (!taken.includes(`${name}_${n}`)) return `${name}_${n}`
}
