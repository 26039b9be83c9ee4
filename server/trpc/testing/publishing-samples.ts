import { MARK, TEAM } from '@/server/services/testing/quillon'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'

/** Numbers what must be new at each call. */
let made = 0
const next = (): number => ++made

/** The only one beside the last: what was made by the call before is gone. */
const newEnvironment = async ({ db, a }: TwoWorkspaces) => {
  const slug = `stage-${next()}`
  await db.prisma.environment.deleteMany({ where: { workspaceId: a, slug: { not: 'production' } } })
  await db.prisma.environment.updateMany({ where: { workspaceId: a }, data: { position: 0 } })
  await db.prisma.environment.create({
    data: { workspaceId: a, slug, name: `${MARK} ${slug}`, position: -1 },
  })
  return { slug }
}
export const newProposal = async ({ db, a, team }: TwoWorkspaces, by = 'usr_somebody') => {
  const id = `prp_${next()}`
  await db.prisma.publishProposal.deleteMany({ where: { teamId: team.id, status: 'open' } })
  const { bundle, document, digest } = await db.prisma.teamVersion.findFirstOrThrow({
    where: { teamId: team.id },
    orderBy: { number: 'asc' },
  })
  await db.prisma.publishProposal.create({
    data: {
      ...{ id, workspaceId: a, teamId: team.id, revision: 1, digest, editors: [by] },
      ...{ bundle: bundle as object, document: document as object },
      changed: { first: false, items: [], more: 0, matters: true },
      proposedBy: { kind: 'person', id: by, name: MARK },
    },
  })
  return { id, digest }
}
/** A version that is earlier than the one that is current. */
export const olderVersion = async ({ db, a, team }: TwoWorkspaces) => {
  await db.prisma.environment.deleteMany({ where: { workspaceId: a, slug: { not: 'production' } } })
  const [newest, older] = await db.prisma.teamVersion.findMany({
    where: { teamId: team.id },
    orderBy: { number: 'desc' },
    take: 2,
  })
  if (!newest) throw new Error('nothing is published')
  const { id, number, approvedBy: _a, changed: _c, ...rest } = newest
  if (!older)
    await db.prisma.teamVersion.create({
      data: {
        ...rest,
        ...{ id: `ver_${next()}`, number: number + 1, publishedBy: rest.publishedBy as object },
        ...{ bundle: rest.bundle as object, document: rest.document as object },
      },
    })
  const where = { teamId: team.id }
  const latest = await db.prisma.teamVersion.findFirstOrThrow({ where, orderBy: { number: 'desc' } })
  await db.prisma.team.update({ where: { id: team.id }, data: { publishedId: latest.id } })
  return latest.number - 1
}

/** A version that somebody else published alone. */
export const lonelyVersion = async ({ db, team }: TwoWorkspaces) => {
  const { id, number, digest } = await db.prisma.teamVersion.findFirstOrThrow({
    where: { teamId: team.id },
    orderBy: { number: 'asc' },
  })
  await db.prisma.$executeRaw`
    UPDATE team_version SET approved_by = NULL, editors = '{usr_somebody}',
           published_by = '{"kind":"person","id":"usr_somebody","name":"Somebody"}' WHERE id = ${id}`
  return { number, digest }
}

/** Inputs of the procedures about environments, and versions that wait for a second person. */
export const PUBLISHING: Record<string, (two: TwoWorkspaces) => unknown> = {
  'teams.promote': async (two) => ({
    slug: TEAM,
    number: await olderVersion(two),
    environment: 'production',
  }),
  'publishing.get': () => undefined,
  'publishing.add': () => ({ name: `Stage ${next()} ${MARK}` }),
  'publishing.rename': async (two) => ({ ...(await newEnvironment(two)), name: `Renamed ${next()} ${MARK}` }),
  'publishing.order': async (two) => {
    const { slug } = await newEnvironment(two)
    return { order: [slug, 'production'] }
  },
  'publishing.remove': newEnvironment,
  'publishing.proposals': () => ({ slug: TEAM }),
  'publishing.waiting': () => undefined,
  'publishing.proposal': async (two) => ({ id: (await newProposal(two)).id }),
  'publishing.decide': async (two) => ({
    ...(await newProposal(two)),
    decision: 'decline',
    reason: 'a test',
  }),
  'publishing.agree': async (two) => ({ slug: TEAM, ...(await lonelyVersion(two)) }),
  'publishing.withdraw': async (two) => ({ id: (await newProposal(two, two.people.admin)).id }),
}
