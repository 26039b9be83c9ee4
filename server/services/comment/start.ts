import { BatonError } from '@/domain/problem'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context } from '@/server/services/context'
import { findTeam } from '../team/find'
import { nameOfPlace, type CommentPlace } from './place'
import { writeComment } from './write'

/**
 * Begins a thread about a team or a part of its draft. Whoever may read teams may say something about them.
 * @throws BatonError not_found | invalid when the draft has no such part
 */
export async function startThread(
  ctx: Context,
  { slug, on, text }: { slug: string; on: CommentPlace; text: string },
): Promise<{ thread: string; comment: string }> {
  const scope = await authorize(ctx, 'team.read')
  return transact(scope, async (tx, record) => {
    const team = await findTeam(tx, scope.workspace.id, slug)
    const name = nameOfPlace(team.document, on)
    if (name === undefined)
      throw new BatonError('invalid', 'What you write about is not in the team any more.', [
        { pointer: '/on/id', message: 'It is not in the draft.', expected: 'a node or handoff of the draft' },
      ])
    const id = newId('thr')
    const onId = on.kind === 'team' ? '' : on.id
    await tx.commentThread.create({
      data: { id, workspaceId: scope.workspace.id, teamId: team.id, onKind: on.kind, onId, onName: name },
    })
    const comment = await writeComment(tx, scope, id, text)
    await record({
      kind: 'comment.started',
      team: team.id,
      subject: team.slug,
      ...(on.kind === 'node' && { node: on.id }),
      data: { thread: id, comment, on: on.kind },
      sealed: { text },
    })
    return { thread: id, comment }
  })
}
