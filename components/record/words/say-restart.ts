import { text, type Say, type Sayable } from './sentence'

const titled = ({ run }: Sayable): string => run?.title ?? 'the run'
const why = ({ privates }: Sayable): string[] =>
  text(privates['reason']) ? [`: “${text(privates['reason'])}”`] : []

/** A run that a switch holds, one that is done once more as another, and one that was over and goes on. */
export const HOLDS_AND_RESTARTS: Record<string, Say> = {
  'run.held': ({ data }) => ({
    mark: { tone: 'blocked', word: 'Held' },
    parts: ['the run:', `the ${text(data['scope'])} is stopped`],
  }),
  'run.restarted': (entry) => ({
    parts: ['Started', titled(entry), `once more on version ${text(entry.data['number'])}`, ...why(entry)],
  }),
  'run.resumed': (entry) => {
    const { from, number, before_number: before } = entry.data
    const now = before === undefined ? [] : [`on version ${text(number)}, until then on ${text(before)}`]
    const how = from === 'person' ? 'Put to a person again:' : 'Took up again where it stopped:'
    return { parts: [how, titled(entry), ...now, ...why(entry)] }
  },
}
