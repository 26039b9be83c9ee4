import type { TeamDocument } from '@/domain/team/document'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'

const contracts = [
  contract('case@1', { case_id: field('string'), text: field('string') }),
  contract('dossier@1', { case_id: field('string'), summary: field('string') }),
  contract('letter@1', { text: field('string') }),
  contract('plea@1', {
    question: field('string'),
    secret: field('string', { 'x-classification': 'restricted' }),
  }),
]

/** start → research (agent credit) → write (agent writer) → end. */
export const handover = (write: object = {}, research: object = {}, edges: string[] = []): TeamDocument =>
  drawTeam({
    contracts,
    nodes: [
      node('trigger', 'start', { produces: 'case@1' }),
      node('agent', 'research', {
        agent: 'credit',
        produces: 'dossier@1',
        accepts: 'case@1',
        retries: 0,
        repairs: 0,
        ...research,
      }),
      node('agent', 'write', {
        agent: 'writer',
        produces: 'letter@1',
        accepts: 'dossier@1',
        retries: 0,
        repairs: 0,
        ...write,
      }),
      node('end', 'done'),
    ],
    edges: ['start -> research', 'research -> write', 'write -> done', ...edges],
  })

/** The writer may ask the researcher for more. */
export const askingBack = (asksBack: object, write: object = {}): TeamDocument =>
  handover({ asksBack, ...write }, {}, ['write.request -> research'])
