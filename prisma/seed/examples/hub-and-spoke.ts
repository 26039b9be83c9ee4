import { PEOPLE } from '../people'
import { internal, object, oneOf, open, text, word } from '../fields'
import { example } from './example'

const desk = (slug: string, name: string, job: string) => ({
  slug,
  name,
  job,
  instructions: 'Answer the question you are given, and only that one.',
  owner: PEOPLE.operator.name,
  clearance: 'internal' as const,
  tier: 'small' as const,
  autonomy: 3,
})
const spoke = (id: string, name: string, agent: string) => ({
  kind: 'agent' as const,
  id,
  name,
  agent,
  accepts: 'brief.question@1',
  produces: 'brief.finding@1',
  task: 'Answer this question.',
})

export const hubAndSpoke = example({
  key: 'market-brief',
  name: 'Market brief',
  description: 'A lead takes a question apart into tasks for three desks, by rule, by skill, and by choice.',
  goal: 'A brief on a market that names prices and demand, each from the desk that knows.',
  contracts: [
    {
      name: 'brief.request',
      version: 1,
      description: 'The market that a brief is wanted on.',
      schema: object({
        market: open({ ...word(1, 120), examples: ['Oak furniture'] }),
        country: open({ ...oneOf(['NO', 'SE', 'DE']), examples: ['NO'] }),
      }),
    },
    {
      name: 'brief.question',
      version: 1,
      description: 'One question for one desk.',
      schema: object({
        question: internal({ ...text(300), examples: ['What is known of this market?'] }),
        country: open(oneOf(['NO', 'SE', 'DE'])),
      }),
    },
    {
      name: 'brief.finding',
      version: 1,
      description: 'What a desk found.',
      schema: object({ finding: internal(text(600)) }),
    },
    {
      name: 'brief.report',
      version: 1,
      description: 'The brief.',
      schema: object({ report: internal(text(2000)) }),
    },
  ],
  agents: [
    {
      ...desk('brief-lead', 'Brief lead', 'Plans the questions of a market brief and writes it up.'),
      instructions: 'Ask each desk once, one question each. Finish when all have answered.',
      tier: 'standard',
    },
    desk('nordic-desk', 'Nordic desk', 'Knows demand in Norway and Sweden.'),
    desk('central-desk', 'Central desk', 'Knows demand in Germany, and that of its neighbours from afar.'),
    desk('price-desk', 'Price desk', 'Knows what things cost, and how that moves.'),
  ],
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      name: 'Brief wanted',
      produces: 'brief.request@1',
      title: '{{ start.market }}, {{ start.country }}',
    },
    {
      kind: 'orchestrator',
      id: 'lead',
      name: 'Lead the brief',
      agent: 'brief-lead',
      accepts: 'brief.request@1',
      produces: 'brief.report@1',
      task: 'Find out what moves demand and prices in this market, and write the brief.',
      tasks: [
        { type: 'demand', about: 'What moves demand', input: 'brief.question@1' },
        { type: 'outlook', about: 'How the next year looks', input: 'brief.question@1' },
        { type: 'prices', about: 'What things cost', input: 'brief.question@1' },
      ],
      spokes: [
        { port: 'central', label: 'Central desk', can: ['demand', 'outlook'] },
        { port: 'nordic', label: 'Nordic desk', can: ['demand', 'outlook'] },
        { port: 'prices', label: 'Price desk', can: ['prices'] },
      ],
      rules: [{ type: 'outlook', when: 'task.country != "DE"', to: 'nordic' }],
      maxRounds: 3,
      maxTasks: 4,
      atOnce: 3,
      maxSeconds: 1800,
      failed: 'skip',
    },
    spoke('nordic', 'Ask the Nordic desk', 'nordic-desk'),
    spoke('central', 'Ask the Central desk', 'central-desk'),
    spoke('prices', 'Ask the Price desk', 'price-desk'),
    { kind: 'end', id: 'written', name: 'Brief is written', outcome: 'done', accepts: 'brief.report@1' },
  ],
  edges: [
    'start -> lead',
    'lead.nordic -> nordic',
    'lead.central -> central',
    'lead.prices -> prices',
    'nordic -> lead',
    'central -> lead',
    'prices -> lead',
    'lead -> written',
  ],
  places: {
    start: [1, 0],
    lead: [1, 1],
    nordic: [0, 2.75],
    central: [1, 2.75],
    prices: [2, 2.75],
    written: [2, 1],
  },
  sample: { market: 'Oak furniture', country: 'NO' },
})
