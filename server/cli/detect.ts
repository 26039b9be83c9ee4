import { argument, type Command } from './command'
import { answerLines } from './lines'
import { json } from './json'
import { readAsked } from './files'

export const detectCommand: Command = {
  name: 'detect',
  takes: ['FILE'],
  instead: 'batch',
  summary: 'find personal data in a text by form, check digit and the words beside it, as JSON',
  more: 'Exit codes: 0, or 2 what cannot be read. `start` and `end` (exclusive) count characters (Unicode code points).',
  example: 'baton detect --batch documents.jsonl',
  values: {
    batch: {
      value: 'FILE',
      about:
        'one {"id","text"} a line, answered by one {"id","spans":[{"type","start","end"}]} a line in the same order',
    },
  },
  offline: true,
  async run(invocation) {
    const { detectPii } = await import('@/domain/pii/detect')
    const spans = (text: string) => ({ spans: inCharacters(text, detectPii(text)) })
    const { batch } = invocation.options
    if (typeof batch === 'string') return answerLines(invocation, batch, textIn, ({ text }) => spans(text))
    const text = await readAsked(argument(invocation, 0, 'FILE'))
    await invocation.write(`${json(spans(text))}\n`)
    return 0
  },
}

const textIn = ({ text }: Record<string, unknown>): { text: string } | string =>
  typeof text === 'string' ? { text } : '"text" is missing: a text.'

/** UTF-16 units to characters: they differ behind each character beyond the basic plane. */
function inCharacters<S extends { start: number; end: number }>(text: string, spans: readonly S[]): S[] {
  if (!/[\ud800-\udfff]/.test(text)) return [...spans]
  const characters = (end: number) => [...text.slice(0, end)].length
  return spans.map((span) => ({ ...span, start: characters(span.start), end: characters(span.end) }))
}
