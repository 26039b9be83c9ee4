import { describe, expect, it } from 'vitest'
import { agent, drawn, failure, goal, useDesk } from '../testing/desk'
import { putAgent } from '../agent/put'
import { listWaitingProposals } from '../overview/proposals'
import { readOverview } from '../overview/read'
import { waitingFor } from '../overview/waiting-for'
import { turnSecondPersonOn } from '../second-person/turn-on'
import { applyEdits } from './apply'
import { archiveTeam } from './archive'
import { createTeam } from './create'
import { decideProposal, withdrawProposal } from './decide-proposal'
import { getTeam } from './get'
import { getVersion } from './get-version'
import { getProposal, listProposals } from './list-proposals'
import { listVersions } from './list-versions'
import { publishOrPropose, publishTeam } from './publish'

const desk = useDesk()
const { as, enter, db, kinds } = desk
const second = () => as('usr_ines', ['reviewer'])

/** A team in a workspace that asks for a second person, with a version proposed by its operator. */
async function proposed() {
  const ctx = await enter()
  await turnSecondPersonOn(as('usr_ada', ['admin']), { what: 'publishing' })
  await putAgent(ctx, { agent })
  const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
  await applyEdits(as('usr_mina'), { slug, revision: 1, commands: [goal('Answer all')] })
  const done = await publishOrPropose(ctx, { slug, note: 'First', revision: 2 })
  if (!('proposed' in done)) throw new Error('it was published')
  return { ctx, slug, ...done.proposed }
}

describe('publishing where a second person is asked for', () => {
  it('publishes nothing, and puts exactly the draft before somebody else', async () => {
    const { ctx, slug, id, digest } = await proposed()
    expect(await listVersions(ctx, { slug })).toEqual([])
    expect((await failure(publishTeam(ctx, { slug }))).code).toBe('conflict')
    const again = await failure(publishOrPropose(ctx, { slug }))
    expect(again.message).toContain('waits for a second person already')
    // A newer draft changes nothing of it.
    await applyEdits(ctx, { slug, revision: 2, commands: [goal('Answer nobody')] })
    const shown = await getProposal(second(), { id })
    expect([shown.digest, shown.document.goal, shown.mayDecide, shown.mine]).toEqual([
      digest,
      'Answer all',
      true,
      false,
    ])
    const { version } = await decideProposal(second(), { id, digest, decision: 'approve' })
    expect(version).toMatchObject({ number: 1, digest, environment: 'production' })
    const stored = await getVersion(ctx, { slug, number: 1 })
    expect([stored.document.goal, stored.editors.toSorted()]).toEqual([
      'Answer all',
      ['usr_mina', 'usr_odile'],
    ])
    const [listed] = await listVersions(ctx, { slug })
    expect([listed?.publishedBy.id, listed?.approvedBy?.id]).toEqual(['usr_odile', 'usr_ines'])
    // Who edited since is still ahead of what is published.
    const { draftEditors } = await db().prisma.team.findFirstOrThrow({
      where: { slug, workspaceId: desk.workspaceId() },
    })
    expect(draftEditors).toContain('usr_odile')
    expect((await getTeam(ctx, { slug })).document.goal).toBe('Answer nobody')
    expect(await kinds()).toEqual(
      expect.arrayContaining(['workspace.second_person', 'team.publish_proposed', 'team.published']),
    )
  })

  it('is counted and listed for who may decide it, and for nobody else', async () => {
    const { ctx, id, slug } = await proposed()
    const waits = async (by: typeof ctx) => [
      (await waitingFor(by, desk.workspaceId())).proposals,
      (await listWaitingProposals(by)).map((each) => each.id),
      (await readOverview(by)).waiting.proposals,
    ]
    expect(await waits(second())).toEqual([1, [id], 1])
    expect(await waits(as('usr_omar'))).toEqual([1, [id], 1])
    for (const none of [ctx, as('usr_mina'), as('usr_nils', ['auditor']), as('usr_ada', ['admin'])])
      expect(await waits(none)).toEqual([0, [], 0])
    await archiveTeam(ctx, { slug, archived: true })
    expect(await waits(second())).toEqual([0, [], 0])
  })

  it('refuses whoever proposed or edited it, on the record', async () => {
    const { id, digest, ctx, slug } = await proposed()
    for (const own of ['usr_odile', 'usr_mina']) {
      const error = await failure(decideProposal(as(own), { id, digest, decision: 'approve' }))
      expect(error.code).toBe('forbidden')
    }
    expect((await kinds()).filter((kind) => kind === 'verdict.refused')).toHaveLength(2)
    expect(await listVersions(ctx, { slug })).toEqual([])
    // A token of the author is the author.
    const token = {
      ...as('usr_odile'),
      actor: { kind: 'token', id: 'tok_1', name: 'CI', for: 'usr_odile' } as const,
    }
    expect((await failure(decideProposal(token, { id, digest, decision: 'approve' }))).code).toBe('forbidden')
    const auditor = await failure(
      decideProposal(as('usr_nils', ['auditor']), { id, digest, decision: 'approve' }),
    )
    expect(auditor.code).toBe('forbidden')
  })

  it('binds to what was looked at, and is decided once', async () => {
    const { id, digest, ctx, slug } = await proposed()
    const other = await failure(decideProposal(second(), { id, digest: 'sha256:other', decision: 'approve' }))
    expect(other.code).toBe('conflict')
    const both = await Promise.allSettled([
      decideProposal(second(), { id, digest, decision: 'approve' }),
      decideProposal(as('usr_omar'), { id, digest, decision: 'decline', reason: 'Too early' }),
      withdrawProposal(ctx, { id }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await failure(withdrawProposal(ctx, { id }))).code).toBe('conflict')
    const versions = await listVersions(ctx, { slug })
    expect(versions).toHaveLength(both[0].status === 'fulfilled' ? 1 : 0)
  })

  it('is declined with a reason, withdrawn by its author only, and proposed anew', async () => {
    const { id, digest, ctx, slug } = await proposed()
    expect((await failure(decideProposal(second(), { id, digest, decision: 'decline' }))).code).toBe(
      'invalid',
    )
    await decideProposal(second(), { id, digest, decision: 'decline', reason: 'No gate before the mail' })
    expect(await listProposals(ctx, { slug })).toMatchObject([
      { id, status: 'declined', reason: 'No gate before the mail' },
    ])
    const next = await publishOrPropose(ctx, { slug })
    if (!('proposed' in next)) throw new Error('it was published')
    expect((await failure(withdrawProposal(as('usr_mina'), next.proposed))).code).toBe('forbidden')
    await withdrawProposal(ctx, next.proposed)
    expect((await listProposals(ctx, { slug })).map(({ status }) => status)).toEqual([
      'withdrawn',
      'declined',
    ])
  })
})
