'use client'

import { useMutation } from '@tanstack/react-query'
import { Check, Ellipsis, Link2, Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { cx } from '@/components/ui/cx'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { copyText } from '@/components/ui/copy-text'
import { toast } from '@/components/ui/toast'
import { useStudio } from '../studio/studio-context'
import { useFrame } from '../studio/use-frame'
import { useNarrow } from '../studio/use-narrow'
import { useTogether, type Thread } from '../together/together'
import { Composer } from './composer'
import { partsOf } from './mention-text'
import { usePeople } from './use-people'

/** How long a mention must stand in sight to count as seen. */
const LOOK_MS = 1200

/** One thread: what it is about, what was said, and an answer. */
export function ThreadCard({ thread, linked }: { thread: Thread; linked: boolean }) {
  const trpc = useTRPC()
  const { mutate: see } = useMutation(trpc.comments.see.mutationOptions({ onError: () => undefined }))
  const { mutate: resolve } = useMutation(trpc.comments.resolve.mutationOptions())
  const { mutateAsync: reply } = useMutation(
    trpc.comments.reply.mutationOptions({ onError: () => undefined }),
  )
  const { show } = useTogether()
  const [answering, setAnswering] = useState(false)
  const card = useRef<HTMLElement>(null)
  useEffect(() => {
    if (linked) card.current?.scrollIntoView({ block: 'nearest' })
  }, [linked])
  useEffect(() => {
    if (!thread.unseen) return
    const timer = setTimeout(() => see({ thread: thread.id }), LOOK_MS)
    return () => clearTimeout(timer)
  }, [thread.unseen, thread.id, see])
  const settle = () => {
    // It goes to the other list; whoever reads this one goes on with the next.
    if (linked) show(null)
    resolve({ thread: thread.id, resolved: thread.resolved === null })
  }
  const copy = async () => {
    const address = `${location.origin}${location.pathname}?comment=${thread.id}`
    if (await copyText(address)) toast({ title: 'The link to this comment is copied' })
  }
  return (
    <article
      ref={card}
      aria-label={`Comment on ${thread.name}`}
      className={cx('grid gap-2 border-t border-line px-4 py-3', linked && 'bg-accent-bg')}
    >
      <header className="flex min-h-6 items-center gap-1.5 text-12 text-fg-3">
        <Place thread={thread} />
        {thread.unseen && <span className="font-label text-accent-fg">mentions you</span>}
        <span className="ml-auto flex">
          <IconButton size="sm" icon={Link2} label="Copy the link" onClick={() => void copy()} />
          <IconButton
            size="sm"
            icon={thread.resolved ? RotateCcw : Check}
            label={thread.resolved ? 'Open again' : 'Resolve'}
            onClick={settle}
          />
        </span>
      </header>
      <ul className="grid gap-2.5">
        {thread.comments.map((comment) => (
          <Comment key={comment.id} comment={comment} />
        ))}
      </ul>
      {thread.resolved && (
        <p className="text-12 text-fg-3">
          Resolved by {thread.resolved.by} <RelativeTime at={thread.resolved.at} />
        </p>
      )}
      {answering ? (
        <Composer
          label="Your answer"
          send="Answer"
          autoFocus
          onSend={async (text) => {
            await reply({ thread: thread.id, text })
            setAnswering(false)
          }}
          onCancel={() => setAnswering(false)}
        />
      ) : (
        <button
          type="button"
          className="min-h-6 justify-self-start rounded-4 text-12 text-fg-2 hover:text-fg"
          onClick={() => setAnswering(true)}
        >
          Answer
        </button>
      )}
    </article>
  )
}

function Place({ thread: { on, name, gone } }: { thread: Thread }) {
  const { select, document } = useStudio()
  const { setOpen } = useTogether()
  const narrow = useNarrow()
  const frame = useFrame()
  if (gone)
    return (
      <span className="min-w-0 truncate">
        {name}, on a {on.kind} that was removed
      </span>
    )
  if (on.kind === 'team') return <span>The team</span>
  const show = () => {
    select(on.kind === 'node' ? { nodes: [on.id] } : { edges: [on.id] })
    // There the comments cover what they are about.
    if (narrow) setOpen(false)
    const edge = document.edges.find(({ id }) => id === on.id)
    frame(on.kind === 'node' ? [on.id] : edge ? [edge.from.node, edge.to.node] : [])
  }
  return (
    <button
      type="button"
      className="min-h-6 min-w-0 truncate rounded-4 font-label text-fg-2 hover:text-fg"
      onClick={show}
    >
      {name}
    </button>
  )
}

function Comment({ comment }: { comment: Thread['comments'][number] }) {
  const trpc = useTRPC()
  const { person } = useSession()
  const { all } = usePeople()
  const { mutateAsync: edit } = useMutation(trpc.comments.edit.mutationOptions({ onError: () => undefined }))
  const { mutate: remove } = useMutation(trpc.comments.remove.mutationOptions())
  const [editing, setEditing] = useState(false)
  if (comment.removed) return <li className="text-12 text-fg-3">{comment.by.name} removed this comment.</li>
  return (
    <li className="grid gap-0.5">
      <span className="flex min-h-6 items-center gap-1.5 text-12">
        <b className="font-label">{comment.by.name}</b>
        <RelativeTime at={comment.at} className="text-fg-3" />
        {comment.editedAt && <span className="text-fg-3">changed</span>}
        {comment.by.id === person.id && !editing && (
          <span className="ml-auto">
            <DropdownMenu align="end" trigger={<IconButton size="sm" icon={Ellipsis} label="Your comment" />}>
              <MenuItem icon={Pencil} onSelect={() => setEditing(true)}>
                Change
              </MenuItem>
              <MenuItem icon={Trash2} onSelect={() => remove({ id: comment.id })}>
                Remove
              </MenuItem>
            </DropdownMenu>
          </span>
        )}
      </span>
      {editing ? (
        <Composer
          label="Your comment"
          send="Save"
          initial={comment.text}
          autoFocus
          onSend={async (text) => {
            await edit({ id: comment.id, text })
            setEditing(false)
          }}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <p className="break-words whitespace-pre-line">
          {partsOf(comment.text, all).map(({ text, mention }, i) =>
            mention ? (
              <b key={i} className="font-label text-accent-fg">
                {text}
              </b>
            ) : (
              <span key={i}>{text}</span>
            ),
          )}
        </p>
      )}
    </li>
  )
}
