import type { JsonValue } from '@/domain/record/canonical'

interface Entry {
  run: { title: string } | null
  data: Record<string, JsonValue>
  privates: Record<string, JsonValue>
}

interface Said {
  mark?: { tone: 'blocked'; word: string }
  parts: (string | { mono: string })[]
}

const text = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
const titled = ({ run }: Entry): string => run?.title ?? 'the run'
const why = ({ privates }: Entry): string[] =>
  text(privates['reason']) ? [`: “${text(privates['reason'])}”`] : []

/** A run that a switch holds, one that is done once more as another, and one that was over and goes on. */
export const HOLDS_AND_RESTARTS: Record<string, (entry: Entry) => Said> = {
  'run.held': ({ data }) => ({
    mark: { tone: 'blocked', word: 'Held' },
    parts: ['the run:', `the ${text(data['scope'])} is stopped`],
  }),
  'run.restarted': (entry) => ({
    parts: [
      'Started',
      titled(entry),
      `once more on version ${text(entry.data['number'])}, as`,
      { mono: text(entry.data['into']) },
      ...why(entry),
    ],
  }),
  'run.resumed': (entry) => {
    const { from, number, before_number: before } = entry.data
    const now = before === undefined ? [] : [`on version ${text(number)}, until then on ${text(before)}`]
    const how = from === 'person' ? 'Put to a person again:' : 'Took up again where it stopped:'
    return { parts: [how, titled(entry), ...now, ...why(entry)] }
  },
}
