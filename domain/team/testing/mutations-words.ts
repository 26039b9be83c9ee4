import type { Agent } from '../agent'
import type { Catalogue } from '../checks/check'
import type { TeamDocument } from '../document'
import { field, idField, node } from './draw-team'
import {
  add,
  draw,
  edits,
  lead,
  put,
  rule,
  send,
  set,
  staffed,
  type Mutation,
  type Mutations,
} from './mutate'
import { agent } from './sales-team'

/** The researcher reads in another system, so that what it hands on may hold anybody's words. */
export const readingCatalogue = (): Catalogue =>
  staffed(
    agent('researcher', {
      tools: [{ name: 'look', description: 'Looks', connection: 'crm', path: '/', parameters: {} }],
    }),
    agent('writer'),
    agent('spare'),
  )

const words = (name: string, codes: string[], mutate: (team: TeamDocument) => TeamDocument): Mutation => ({
  name,
  codes,
  mutate,
  catalogue: readingCatalogue(),
})

const request = (more: Record<string, unknown>) => put('lead.request@1', { account_id: idField(), ...more })
const look = node('action', 'look', {
  connection: 'crm',
  effect: 'read',
  method: 'GET',
  produces: 'crm.receipt@1',
})

const tool = (name: string, effect?: 'write'): Agent['tools'][number] => ({
  ...{ name, description: 'Calls', connection: 'crm', path: '/', parameters: {} },
  ...(effect && { effect }),
})
const reading = tool('look')

/** An agent is given these tools, and the team is changed. */
function writing(
  name: string,
  [holder, ...tools]: [string, ...Agent['tools']],
  changes: Parameters<typeof edits> = [],
): Mutation {
  const agents = readingCatalogue().agents.map((one) => (one.slug === holder ? { ...one, tools } : one))
  return {
    name,
    codes: ['agents.writes'],
    mutate: edits(...changes),
    catalogue: staffed(...agents, agent('other')),
  }
}

/** Changes that let words which nobody has checked decide an effect. */
export const wordMutations: Mutations[] = [
  {
    check: 'trust',
    cases: [
      words('an address of words', ['trust.address'], edits(set('update', { path: '/{{ drafting.note }}' }))),
      words(
        'an id that any text fits',
        ['trust.address'],
        edits(put('lead.request@1', { account_id: field('string') })),
      ),
      words(
        'an id that has room for sentences',
        ['trust.address'],
        edits(request({ account_id: field('string', { pattern: '^[a-z ]+$', maxLength: 40 }) })),
      ),
      words(
        'an id that is only said to have a format',
        ['trust.address'],
        edits(request({ account_id: field('string', { format: 'email' }) })),
      ),
      words('words that are sent', ['trust.words'], edits(send('drafting.note'))),
      words('words within what is sent whole', ['trust.words'], edits(send('drafting'))),
      words('words that are worked into others', ['trust.words'], edits(send('"Note: " + drafting.note'))),
      words(
        'words that are read after a person has approved',
        ['trust.words'],
        edits(
          lead('limits_pass_update', 'person'),
          set('update', { accepts: null }),
          add(look),
          lead('person_approved_update', 'look'),
          draw('look -> update'),
          send('look.id'),
        ),
      ),
      words('a rule on words', ['trust.decided'], edits(rule('drafting.note == "fine"'))),
      words(
        'a rule on words that came in',
        ['trust.decided'],
        edits(request({ subject: field('string') }), rule('start.subject.contains("urgent")')),
      ),
      words(
        'a way that words choose, past the gate',
        ['trust.decided'],
        edits(
          add(
            node('router', 'ways', {
              routes: [{ port: 'other', label: '', when: 'research.account.name == "Brightwater"' }],
            }),
          ),
          add(node('end', 'left', { outcome: 'rejected' })),
          lead('drafting_out_limits', 'ways'),
          draw('ways.other -> left'),
          draw('ways.default -> limits'),
        ),
      ),
      words('a rule on how words begin', ['trust.decided'], edits(rule('drafting.note.startsWith("ok")'))),
      words(
        'rounds that words end',
        ['trust.decided', 'trust.words'],
        edits(
          add(node('loop', 'again', { until: 'drafting.note == "ok"', feedback: 'Again.' })),
          lead('drafting_out_limits', 'again'),
          draw('again.done -> limits'),
          draw('again.again -> drafting'),
          draw('again.exhausted -> limits'),
        ),
      ),
      words(
        'words of an agent that is told them by a loop',
        ['trust.words'],
        edits(
          request({ subject: field('string') }),
          set('drafting', { reads: [] }),
          add(
            node('loop', 'again', {
              until: 'drafting.amount > 1',
              feedback: 'It is about {{ start.subject }}.',
            }),
          ),
          lead('drafting_out_limits', 'again'),
          draw('again.done -> limits'),
          draw('again.again -> drafting'),
          draw('again.exhausted -> limits'),
          send('drafting.note'),
        ),
      ),
    ],
  },
  {
    check: 'agents',
    cases: [
      writing('a tool that writes beside one that reads', ['researcher', reading, tool('file', 'write')]),
      writing('a tool that writes with what another has read', ['writer', tool('file', 'write')]),
      writing(
        'a tool that writes with what came in',
        ['writer', tool('file', 'write')],
        [request({ subject: field('string') }), set('drafting', { reads: ['start.subject'] })],
      ),
      writing('a tool that writes where nothing came from outside', ['researcher', tool('file', 'write')]),
      writing(
        'who stands in and holds a tool that writes',
        ['spare', tool('file', 'write')],
        [set('drafting', { fallback: 'spare' })],
      ),
      writing('two tools that write', ['writer', tool('file', 'write'), tool('send', 'write')]),
    ],
  },
]
