/** Words the practice CRM is made of. All companies and people are invented; every address ends in `.example`. */

type Words = readonly [string, ...string[]]

export const COMPANY_FIRST: Words = [
  ...([
    'Alderfen',
    'Brightwater',
    'Corvane',
    'Dunmarrow',
    'Elmsreach',
    'Fennigan',
    'Greyloch',
    'Harrowmere',
  ] as const),
  ...([
    'Inverlea',
    'Juniper Vale',
    'Kestrelford',
    'Lindenholt',
    'Marrowby',
    'Northquay',
    'Oakhaven',
  ] as const),
  ...([
    'Pinecrest Vale',
    'Quillon',
    'Ravensmoor',
    'Saltmarsh',
    'Thornbury Lane',
    'Umberfield',
    'Verdanta',
  ] as const),
  ...([
    'Wexcombe',
    'Yarrowdale',
    'Zephyrine',
    'Ashgrove Hill',
    'Bellweather',
    'Copperline',
    'Driftwood Bay',
  ] as const),
  ...([
    'Emberlow',
    'Foxglove',
    'Goldenrod',
    'Hollowell',
    'Ironbark',
    'Larchmont Row',
    'Millbrook Way',
  ] as const),
]

/** The second word of a name says what the company does. */
export const INDUSTRIES = [
  { name: 'Marine supplies', word: 'Marine' },
  { name: 'Logistics', word: 'Freight' },
  { name: 'Food and drink', word: 'Provisions' },
  { name: 'Building materials', word: 'Timber' },
  { name: 'Medical devices', word: 'Instruments' },
  { name: 'Furniture', word: 'Joinery' },
  { name: 'Packaging', word: 'Packaging' },
  { name: 'Textiles', word: 'Mills' },
  { name: 'Energy services', word: 'Energy' },
  { name: 'Hospitality', word: 'Inns' },
  { name: 'Engineering', word: 'Engineering' },
  { name: 'Retail', word: 'Stores' },
] as const

export const REGIONS: Words = ['North', 'South', 'East', 'West', 'Coast', 'Islands']

export const FIRST_NAMES: Words = [
  ...([
    'Tova',
    'Ilan',
    'Mirela',
    'Soren',
    'Anouk',
    'Davin',
    'Kirsi',
    'Odell',
    'Priya',
    'Rowan',
    'Sunniva',
  ] as const),
  ...([
    'Teo',
    'Ulla',
    'Vesna',
    'Wendel',
    'Xanthe',
    'Yorick',
    'Zelda',
    'Amaru',
    'Brisa',
    'Cosmo',
    'Delphine',
  ] as const),
]
export const LAST_NAMES: Words = [
  ...([
    'Ackerlund',
    'Bramwick',
    'Castellane',
    'Dorngate',
    'Eastmere',
    'Fallowby',
    'Grindstone',
    'Hexley',
  ] as const),
  ...([
    'Ivarsholm',
    'Jessamy',
    'Kettlewick',
    'Lorimund',
    'Mossgate',
    'Nettleship',
    'Oxenbridge',
    'Pellworth',
  ] as const),
  ...([
    'Quennery',
    'Rushbeck',
    'Sallowfield',
    'Tarrowby',
    'Underhay',
    'Vantreen',
    'Wrenfield',
    'Yewdale',
  ] as const),
]
export const JOB_TITLES: Words = [
  'Operations manager',
  'Head of purchasing',
  'Finance director',
  'Plant manager',
  'IT lead',
  'Managing director',
  'Supply chain manager',
]
export const SALES_REPS: Words = [
  'Marlow Bexfield',
  'Inga Sandhurst',
  'Perrin Oakes',
  'Talia Wyngate',
  'Rufus Kirkdale',
]

export const PRODUCTS: Words = [
  'fleet tracking',
  'warehouse scanners',
  'maintenance plan',
  'route planning',
  'stock control',
  'cold-chain monitoring',
]

interface Wording {
  subject: string
  summary: string
}
type Wordings = readonly [Wording, ...Wording[]]

/** Subjects of activities by tone; `{product}` is what the deal is about. */
export const ACTIVITY_WORDS: Record<'positive' | 'neutral' | 'negative', Wordings> = {
  positive: [
    {
      subject: 'Asks for a quote for {product}',
      summary: 'Wants numbers for two sites and a start within the quarter.',
    },
    {
      subject: 'Happy with the trial of {product}',
      summary: 'The trial saved them a day a week; asks what comes next.',
    },
    {
      subject: 'Wants to see {product} with their data',
      summary: 'Will send a sample export before the meeting.',
    },
    {
      subject: 'Brings in finance for {product}',
      summary: 'Budget holder joins; asks about terms of payment.',
    },
  ],
  neutral: [
    {
      subject: 'Question about installing {product}',
      summary: 'Asks how long a site is down during installation.',
    },
    {
      subject: 'Sent the overview of {product}',
      summary: 'Two pages and the reference of a similar customer.',
    },
    { subject: 'Follow-up on {product}', summary: 'Left word; no decision yet.' },
    { subject: 'Moved the meeting about {product}', summary: 'A week later, same people.' },
  ],
  negative: [
    {
      subject: 'Looking at another supplier of {product}',
      summary: 'Says a competitor offers more for the price.',
    },
    { subject: 'Doubts about {product}', summary: 'Their team fears the change-over in peak season.' },
  ],
}

export const ON_HOLD: Wording = {
  subject: 'Budget for {product} frozen until next quarter',
  summary: 'No order before the new budget; wants to talk again about what is really needed.',
}

export const NEWS_WORDS: readonly [
  { kind: string; headline: string },
  ...{ kind: string; headline: string }[],
] = [
  { kind: 'expansion', headline: '{company} opens a second site in the {region} region' },
  { kind: 'contract', headline: '{company} wins a three-year supply contract' },
  { kind: 'leadership', headline: '{company} names a new managing director' },
  { kind: 'product', headline: '{company} presents its new range' },
  { kind: 'hiring', headline: '{company} is hiring for its {region} depot' },
  { kind: 'cost_cutting', headline: '{company} reviews its spending after a slow season' },
]
export const NEWS_SOURCES: Words = [
  'The Harbour Ledger',
  'Trade Lantern',
  'Regional Gazette',
  'Industry Weekly Post',
]
