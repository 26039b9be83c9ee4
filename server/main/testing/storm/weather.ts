import { Random } from '@/server/practice/random'

/** What a model server may make of a request. Those that leak repeat what they were told, system prompt and key. */
export const MISBEHAVIOURS = [
  'limited_seconds',
  'limited_date',
  'limited_bare',
  'error_500',
  'error_502',
  'error_503',
  'leaking_error',
  'hang_before_headers',
  'hang_within_body',
  'cut',
  'reset',
  'truncated',
  'misfit',
  'not_json',
  'leaking_refusal',
  'no_choices',
  'no_usage',
  'absurd_usage',
  'drip',
] as const
export type Misbehaviour = (typeof MISBEHAVIOURS)[number]
export type Behaviour = 'fine' | Misbehaviour

type Weights = Partial<Record<Behaviour, number>>

const CALM: Weights = {
  fine: 54,
  limited_seconds: 3,
  limited_date: 2,
  limited_bare: 2,
  error_500: 2,
  error_502: 1,
  error_503: 2,
  leaking_error: 3,
  hang_before_headers: 2,
  hang_within_body: 2,
  cut: 3,
  reset: 2,
  truncated: 4,
  misfit: 5,
  not_json: 4,
  leaking_refusal: 4,
  no_choices: 2,
  no_usage: 3,
  absurd_usage: 3,
  drip: 3,
}

const STORMS: [Weights, ...Weights[]] = [
  { fine: 2, limited_seconds: 5, limited_date: 3, limited_bare: 4 },
  { fine: 2, error_500: 4, error_502: 2, error_503: 4, leaking_error: 2, reset: 2 },
  { fine: 2, hang_before_headers: 3, hang_within_body: 3, cut: 3 },
]

/** Requests until the weather changes. */
const CALM_FOR = 24
const STORM_FOR = 14

/** What happens to a server's requests, one after the other: calm, a storm of one sort, calm again. By its seed alone. */
export class Weather {
  private readonly random: Random
  private now: { weights: Weights; left: number } = { weights: CALM, left: CALM_FOR }
  private calm = true

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  next(): Behaviour {
    if (this.now.left === 0) {
      this.calm = !this.calm
      this.now = this.calm
        ? { weights: CALM, left: CALM_FOR }
        : { weights: this.random.pick(STORMS), left: STORM_FOR }
    }
    this.now.left--
    const weights = Object.entries(this.now.weights) as [Behaviour, number][]
    let at = this.random.next() * weights.reduce((sum, [, weight]) => sum + weight, 0)
    return weights.find(([, weight]) => (at -= weight) < 0)?.[0] ?? 'fine'
  }
}
