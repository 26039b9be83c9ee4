import { because, marked, text, type Say } from './sentence'

/** A step that goes on by itself: at a time, with an event, or once a model or a service lets it in. */
export const WAITS: Record<string, Say> = {
  'step.sleeps': ({ data }) =>
    data['event'] === undefined
      ? { mark: { tone: 'waiting', word: 'Waits' }, parts: [`until ${text(data['until'])}`] }
      : { mark: { tone: 'waiting', word: 'Waits for' }, parts: [{ mono: text(data['event']) }] },
  'step.waits': ({ data, privates }) =>
    marked(
      'waiting',
      'Waits for its turn',
      `for ${Math.ceil(Number(data['for_ms']) / 1000)} s`,
      because(privates['because']),
    ),
}
