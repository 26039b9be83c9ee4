import { BatonError } from '@/domain/problem'
import type { CheckedFile, FileProblem } from '@/domain/team/check-file'
import type { Command, Invocation } from './command'
import { readText } from './files'
import { json } from './json'

/** A proof that takes longer has something in it that is made to. */
const PROOF_MS = 60_000

export const checkCommand: Command = {
  name: 'check',
  takes: ['FILE'],
  many: true,
  summary: 'prove the teams in files that team export wrote, without a database (- reads standard input)',
  more: 'Problems come one a line, with the line of the file they stand in. Exit codes: 0 no error, 1 errors, 2 a file that cannot be read.',
  example: 'baton check teams/*.yaml --warnings-as-errors',
  values: {
    slug: { value: 'SLUG', about: 'the name it is imported under; by the name in the file without it' },
  },
  flags: {
    json: 'the findings as JSON, one object for each file',
    'warnings-as-errors': 'exit with 1 on warnings too',
    published: 'leave out what is advised for a first version only',
  },
  offline: true,
  async run(invocation) {
    const { slug, published } = invocation.options
    const [{ checkTeamFile }, { bounded }] = await Promise.all([
      import('@/domain/team/check-file'),
      import('@/server/bounded'),
    ])
    const options = { slug: typeof slug === 'string' ? slug : undefined, published: published === true }
    let code = 0
    for (const file of invocation.args) {
      const text = await textOf(file)
      if (text === undefined) {
        code = 2
        continue
      }
      const checked = bounded(() => checkTeamFile(text, options), PROOF_MS)
      say(invocation, file, checked)
      if (code === 0 && fails(checked, invocation)) code = 1
    }
    return code
  },
}

/** Says on standard error why a file cannot be read: the others are still checked. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readText(file)
  } catch (error) {
    if (!(error instanceof BatonError)) throw error
    console.error(error.message)
    return undefined
  }
}

const fails = ({ problems }: CheckedFile, { options }: Invocation): boolean =>
  problems.some(
    ({ severity }) =>
      severity === 'error' || (severity === 'warning' && options['warnings-as-errors'] === true),
  )

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

function say({ print, options }: Invocation, file: string, checked: CheckedFile): void {
  const { problems, team, checks, worstCase } = checked
  const count = (severity: FileProblem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length
  const counts = { errors: count('error'), warnings: count('warning'), advice: count('advice') }
  if (options['json']) {
    print(json({ file, team, sound: counts.errors === 0, ...counts, problems, checks, worstCase }))
    return
  }
  for (const problem of problems) print(lineFor(file, problem))
  const held = checks.filter((check) => check.held).length
  const found = [
    counted(counts.errors, 'error'),
    counted(counts.warnings, 'warning'),
    `${counts.advice} advice`,
  ].join(', ')
  print(
    `${file}: ${counts.errors === 0 ? 'sound' : 'not sound'}: ${held} of ${checks.length} proofs hold; ${found}`,
  )
}

/** `team.yaml:42: error handoff.misfit at handoff a_out_b: sentence. For example: {…}` */
function lineFor(file: string, problem: FileProblem): string {
  const { line, severity, code, place, pointer, message, expected, counterexample } = problem
  const at =
    place.node !== undefined
      ? `node ${place.node}`
      : place.edge !== undefined
        ? `handoff ${place.edge}`
        : place.contract !== undefined
          ? `contract ${place.contract}`
          : pointer || '/'
  const wanted = expected === undefined ? '' : ` Expected: ${expected}.`
  const example = counterexample === undefined ? '' : ` For example: ${json(counterexample)}`
  return `${file}:${line}: ${severity} ${code} at ${at}: ${wanted || example ? sentence(message) : message}${wanted}${example}`.replace(
    /\s*\n\s*/g,
    ' ',
  )
}

/** What a parser says comes without a full stop, which the sentences behind it need. */
const sentence = (text: string): string => (/[.!?:]$/.test(text) ? text : `${text}.`)
