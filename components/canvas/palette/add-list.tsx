'use client'

import { Bot, ChevronDown, ChevronUp, Plus, StickyNote, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { isStaffed } from '@/domain/team/staff'
import { Button } from '@/components/ui/button'
import { figure } from '@/components/ui/counted'
import { Tooltip } from '@/components/ui/tooltip'
import { LOOKS, KINDS, type KindLook } from '../kinds/looks'
import { useStudio } from '../studio/studio-context'
import { useAdd } from '../studio/use-add'
import { writeDrag, type Addition } from './drag'

const GROUPS: readonly KindLook['group'][] = ['Flow', 'Split and join', 'Gates', 'Outside']

const ROW = 'h-6.5 w-full justify-start gap-2 px-1.5 font-text [&>svg]:size-4 [&>svg]:text-fg-3'
/** So many agents stand above the kinds; more push these out of sight. */
const FEW = 6

/** What can be put on the canvas: drag it there, or press it. */
export function AddList({ text }: { text: string }) {
  const { surroundings, openNewAgent, document } = useStudio()
  const [all, setAll] = useState(false)
  const add = useAdd()
  const wanted = text.trim().toLowerCase()
  const matches = (...words: string[]) => words.some((word) => word.toLowerCase().includes(wanted))
  const working = new Set(document.nodes.flatMap((node) => (isStaffed(node) ? (node.agent ?? []) : [])))
  // Those of this team first; who looks for one sees all that fit.
  const agents = surroundings.agents
    .filter(({ name, job }) => matches(name, job))
    .toSorted((a, b) => Number(working.has(b.slug)) - Number(working.has(a.slug)))
  const shown = all || wanted !== '' ? agents : agents.slice(0, FEW)
  const groups = GROUPS.map((group) => ({
    group,
    kinds: KINDS.filter(
      (kind) =>
        LOOKS[kind].group === group && kind !== 'agent' && matches(LOOKS[kind].short, LOOKS[kind].label),
    ),
  }))
  const note = matches('Note')
  const nothing = agents.length === 0 && !note && groups.every(({ kinds }) => kinds.length === 0)
  return (
    <>
      <Group title="Agents">
        {shown.map(({ slug, name, job }) => (
          <Item
            key={slug}
            icon={Bot}
            name={name}
            about={job}
            what={{ kind: 'agent', agent: { slug, name } }}
            onAdd={add}
          />
        ))}
        {wanted === '' && agents.length > FEW && (
          <li>
            <Button
              variant="ghost"
              icon={all ? ChevronUp : ChevronDown}
              aria-expanded={all}
              className={ROW}
              onClick={() => setAll(!all)}
            >
              {all ? 'Fewer agents' : `All ${figure(agents.length)} agents`}
            </Button>
          </li>
        )}
        <li>
          <Button
            variant="ghost"
            icon={Plus}
            className={ROW}
            onClick={() => openNewAgent((agent) => add({ kind: 'agent', agent }))}
          >
            New agent
          </Button>
        </li>
      </Group>
      {groups.map(
        ({ group, kinds }) =>
          (kinds.length > 0 || (group === 'Outside' && note)) && (
            <Group key={group} title={group}>
              {kinds.map((kind) => {
                const { icon, short, about, key } = LOOKS[kind]
                return (
                  <Item
                    key={kind}
                    icon={icon}
                    name={short}
                    about={about}
                    keys={key}
                    what={{ kind }}
                    onAdd={add}
                  />
                )
              })}
              {group === 'Outside' && note && (
                <Item
                  icon={StickyNote}
                  name="Note"
                  about="A word to colleagues"
                  keys="N"
                  what={{ kind: 'note' }}
                  onAdd={add}
                />
              )}
            </Group>
          ),
      )}
      {nothing && <p className="px-1.5 pt-3 text-12 text-fg-3">Nothing here is called that.</p>}
    </>
  )
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2 className="px-1.5 pt-2.5 pb-1 text-12 text-fg-3">{title}</h2>
      <ul>{children}</ul>
    </section>
  )
}

function Item({
  icon: Icon,
  name,
  about,
  keys,
  what,
  onAdd,
}: {
  icon: LucideIcon
  name: string
  about: string
  keys?: string
  what: Addition
  onAdd: (what: Addition) => void
}) {
  return (
    <li>
      <Tooltip content={about} side="right">
        <button
          type="button"
          draggable
          aria-keyshortcuts={keys}
          onDragStart={(event) => writeDrag(event.dataTransfer, what)}
          onClick={() => onAdd(what)}
          className="flex h-6.5 w-full items-center gap-2 rounded-6 px-1.5 text-left hover:bg-hover"
        >
          <Icon className="size-4 shrink-0 text-fg-3" aria-hidden />
          <span className="min-w-0 flex-1 truncate">{name}</span>
          {keys && (
            <span className="text-12 text-fg-3" aria-hidden>
              {keys}
            </span>
          )}
        </button>
      </Tooltip>
    </li>
  )
}
