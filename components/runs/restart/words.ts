import type { inferRouterOutputs } from '@trpc/server'
import { counted } from '@/components/ui/counted'
import type { RestartFrom, RestartVersion } from '@/domain/run/restart'
import type { runsRouter } from '@/server/trpc/runs'

export type RestartOptions = inferRouterOutputs<typeof runsRouter>['restartOptions']

export interface Choice {
  from: RestartFrom
  version: RestartVersion
}

export const WHERE: Record<RestartFrom, { label: string; act: string; done: string }> = {
  step: { label: 'From where it stopped', act: 'Go on', done: 'Goes on' },
  person: { label: 'To a person', act: 'Ask a person', done: 'Put to a person' },
  start: { label: 'From the start', act: 'Start a new run', done: 'Started once more' },
}

/** What a choice does, in a few sentences: to what, in which version, and what it repeats or does not. */
export function whatHappens({ from, version }: Choice, options: RestartOptions, shadow: boolean): string[] {
  const { places, sent, same, current } = options
  const number = (version === 'current' && current ? current : same).number
  const past = counted(sent.length, 'request', 'requests')
  if (from === 'start')
    return [
      `A new run begins with the same input, in v${number}. This one stays as it is.`,
      ...(shadow
        ? ['It is a shadow: nothing is written outside.']
        : [
            sent.length > 0
              ? `All of it is done once more: the ${past} that went out go out again.`
              : 'All of it is done once more, and what it writes outside goes out.',
          ]),
    ]
  const [first, ...others] = places
  const also = others.length > 0 ? `, and ${counted(others.length, 'lane')} that stopped with it` : ''
  const where = `${first ? placeName(first) : 'where it stopped'}${also}`
  const maybe = sent.filter(({ status }) => status !== 'done').length
  return [
    from === 'person'
      ? `A person is asked again about ${where}, with all that happened. Nobody is barred or let in who was not before.`
      : `The same run goes on in v${number}, at ${where}, with as many attempts as at first.`,
    'What was done before stays done and is not done again.',
    ...(sent.length > maybe
      ? [
          `${counted(sent.length - maybe, 'request has', 'requests have')} gone out and ${sent.length - maybe === 1 ? 'is' : 'are'} not sent again.`,
        ]
      : []),
    ...(maybe > 0
      ? [
          `Of ${counted(maybe, 'request', 'requests')} nobody knows whether it was carried out: sent again only where twice does it once, else a person is asked.`,
        ]
      : []),
  ]
}

const placeName = ({ name, item }: RestartOptions['places'][number]): string =>
  item === undefined ? name : `${name}, item ${item}`

/** What is chosen first: what does least again and needs nobody. */
export function firstChoice({ step, person }: RestartOptions): Choice {
  if (step.same.length === 0) return { from: 'step', version: 'same' }
  if (step.current.length === 0) return { from: 'step', version: 'current' }
  if (person.same.length === 0) return { from: 'person', version: 'same' }
  return { from: 'start', version: 'same' }
}

/** Of a run that can only be started once more: its own version, unless only the one of today takes its input. */
export const firstStart = ({ start }: RestartOptions): RestartVersion =>
  start.same.length > 0 && start.current.length === 0 ? 'current' : 'same'
