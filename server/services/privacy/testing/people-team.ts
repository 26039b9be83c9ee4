import { contract, drawTeam, field, idField, node } from '@/domain/team/testing/draw-team'
import { createTeam } from '@/server/services/team/create'
import { publishTeam } from '@/server/services/team/publish'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { startRun } from '@/server/services/run/start'
import { AGENT } from '@/server/services/testing/quillon'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'

export const PEOPLE_TEAM = 'people-desk'

/** A person as a run is about them, with signs of their own that stand nowhere else. */
export interface Canary {
  name: string
  email: string
  phone: string
  customer: string
  salary?: number
}

const internal = { 'x-classification': 'internal' }
const confidential = { 'x-classification': 'confidential' }

/** Somebody writes in; an agent answers in words; a person agrees; a contact is changed outside. */
const peopleTeam = () =>
  drawTeam({
    contracts: [
      contract('person.ask@1', {
        customer: idField(),
        name: field('string', internal),
        email: field('string', internal),
        phone: field('string', confidential),
        salary: field('number', { 'x-classification': 'restricted' }),
        letter: field('string', internal),
      }),
      contract('person.note@1', {
        customer: idField(),
        email: field('string', internal),
        summary: field('string', internal),
      }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'person.ask@1', title: '{{ start.name }}' }),
      node('agent', 'draft', { agent: AGENT, accepts: 'person.ask@1', produces: 'person.note@1' }),
      node('human', 'approval', { question: 'Write to {{ draft.email }}?' }),
      node('action', 'update', {
        connection: 'crm',
        method: 'PATCH',
        path: '/contacts/{{ draft.customer }}',
        fields: [
          { name: 'email', label: 'E-mail', value: 'draft.email' },
          { name: 'summary', label: 'Summary', value: 'draft.summary' },
        ],
        accepts: 'person.note@1',
      }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: [
      'start -> draft',
      'draft -> approval',
      'approval.approved -> update',
      'approval.rejected -> no',
      'update -> done',
    ],
  })

/** The team, published, and runs of it about people. */
export async function usePeopleTeam(two: TwoWorkspaces) {
  const operator = two.asA(['operator'])
  await two.db.prisma.connection.updateMany({
    where: { workspaceId: two.a },
    data: { clearance: 'confidential' },
  })
  await createTeam(operator, { name: 'People desk', slug: PEOPLE_TEAM, document: peopleTeam() })
  await publishTeam(operator, { slug: PEOPLE_TEAM, note: 'First' })

  let letters = 0
  /** A run about somebody, up to the person who is asked. */
  const waiting = async (who: Canary): Promise<string> => {
    const says = {
      output: {
        customer: who.customer,
        email: who.email,
        summary: `${who.name} asked to be called at ${who.phone}.`,
      },
      rationale: `${who.name} wrote from ${who.email}.`,
      confidence: 0.9,
      alternatives: [{ option: `Call ${who.phone}`, why_not: 'Too late in the day.' }],
      evidence: [{ source: 'start.letter', says: `It is signed by ${who.name}.` }],
      claims: [],
    }
    two.bench.server.script('m-one', { say: JSON.stringify(says) })
    const { id } = await startRun(two.asA(['operator'], two.people.operator), {
      team: PEOPLE_TEAM,
      input: {
        ...who,
        salary: who.salary ?? 61_400,
        letter: `Dear all,\nplease call me back.\n${who.name}, ${who.phone}`,
      },
      idempotencyKey: `letter ${++letters} of ${who.email}`,
    })
    await two.bench.settled(id)
    return id
  }
  return {
    waiting,
    /** A run about somebody that is over: a person agreed, and the contact was written. */
    done: async (who: Canary): Promise<string> => {
      const id = await waiting(who)
      const review = await two.db.prisma.review.findFirstOrThrow({ where: { runId: id, status: 'open' } })
      const reviewer = two.asA(['reviewer'], two.people.reviewer)
      const { digest } = await getReview(reviewer, { id: review.id })
      await decideReview(reviewer, {
        id: review.id,
        verdict: { decision: 'approve', digest, reason: `I know ${who.name}.` },
      })
      const run = await two.bench.settled(id)
      if (run.status !== 'done') throw new Error(`run ${id} is ${run.status}, not done`)
      return id
    },
  }
}
