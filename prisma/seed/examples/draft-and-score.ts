import { PEOPLE } from '../people'
import { internal, list, object, open, text, whole, word } from '../fields'
import { example } from './example'

const FACTS = ['40 cm high', 'dimmable', 'oak foot', '5-year warranty']

export const draftAndScore = example({
  key: 'product-text',
  name: 'Product text',
  description:
    'One agent writes, another scores, and a loop sends it back with feedback until it is good enough.',
  goal: 'Every product text names all the facts that a buyer needs.',
  contracts: [
    {
      name: 'product.facts',
      version: 1,
      description: 'What is known of a product.',
      schema: object({
        product: open({ ...word(1, 120), examples: ['Desk lamp Quill'] }),
        facts: open(list(open(text(80)), 12, { minItems: 1, examples: [FACTS] })),
      }),
    },
    {
      name: 'product.text',
      version: 1,
      description: 'A text for the shop.',
      schema: object({ text: open(text(1200)) }),
    },
    {
      name: 'product.score',
      version: 1,
      description: 'How good a text is, of ten, and what it lacks.',
      schema: object({
        score: internal({ ...whole(0), maximum: 10 }),
        missing: internal(text(600, 'The facts that are not named')),
      }),
    },
  ],
  agents: [
    {
      slug: 'copy-writer',
      name: 'Copy writer',
      job: 'Writes texts for the shop from the facts of a product.',
      instructions: 'Two or three sentences. State only the given facts. Follow the feedback.',
      owner: PEOPLE.operator.name,
      // It is told the scores, which are internal.
      clearance: 'internal',
      tier: 'standard',
      autonomy: 3,
    },
    {
      slug: 'copy-judge',
      name: 'Copy judge',
      job: 'Scores how completely a text names the facts of a product.',
      instructions: 'The score is the share of facts that are named, times ten. List those that are missing.',
      owner: PEOPLE.reviewer.name,
      clearance: 'internal',
      tier: 'small',
      autonomy: 3,
    },
  ],
  nodes: [
    {
      kind: 'trigger',
      id: 'start',
      name: 'Product',
      produces: 'product.facts@1',
      title: '{{ start.product }}',
    },
    {
      kind: 'agent',
      id: 'draft',
      name: 'Write the text',
      agent: 'copy-writer',
      accepts: 'product.facts@1',
      produces: 'product.text@1',
      task: 'Write the text for the shop.',
    },
    {
      kind: 'agent',
      id: 'review',
      name: 'Score the text',
      agent: 'copy-judge',
      accepts: 'product.text@1',
      produces: 'product.score@1',
      reads: ['start'],
      task: 'Score the text by the facts it names.',
    },
    {
      kind: 'loop',
      id: 'enough',
      name: 'Good enough?',
      until: 'review.score >= 8',
      maxRounds: 3,
      feedback: 'Only {{ review.score }} of 10. Name as well: {{ review.missing }}',
    },
    { kind: 'end', id: 'ready', name: 'Ready for the shop', outcome: 'done' },
    { kind: 'end', id: 'shelved', name: 'Shelved', outcome: 'rejected' },
  ],
  edges: [
    'start -> draft',
    'draft -> review',
    'review -> enough',
    'enough.done -> ready',
    'enough.again -> draft',
    'enough.exhausted -> shelved',
  ],
  places: {
    start: [0, 0],
    draft: [0, 1],
    review: [0, 2],
    enough: [0, 3],
    ready: [0, 4],
    shelved: [1, 4],
  },
  sample: { product: 'Desk lamp Quill', facts: FACTS },
})
