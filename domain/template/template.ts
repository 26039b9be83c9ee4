import type { z } from 'zod'
import { BatonError, type Problem } from '../problem'
import { jsonProblem } from '../storable'
import type { Agent } from '../team/agent'
import type { TeamCase } from '../team/case'
import type { TeamDocument } from '../team/document'
import { shapeProblems } from '../team/parse'
import { teamFromYaml } from '../team/yaml'
import { readYaml, withLines, YamlTextError } from '../yaml-text'
import { aboutSchema, type About } from './about'
import { answersSchema, unreadableIn, type Answers } from './answers'
import {
  badSchemasIn,
  lostReferences,
  recordProblems,
  recordsSchema,
  systemsSchema,
  type PracticeSystem,
  type SystemFile,
} from './systems'

/** A folder of prisma/seed/templates, read: a team to start from, and all it takes to try it without AI. */
export interface TemplateFolder {
  /** The name of the folder. */
  key: string
  about: About
  document: TeamDocument
  agents: Agent[]
  cases: TeamCase[]
  answers: Answers
  systems: PracticeSystem[]
}

/**
 * A template from the texts of its folder.
 * @param files by name: template.yaml, team.yaml, answers.yaml, systems.yaml, and those that systems.yaml names
 * @throws BatonError 'invalid': each problem names the file, the line and a JSON Pointer
 */
export function readTemplate(key: string, files: Readonly<Record<string, string>>): TemplateFolder {
  const file = <T>(name: string, read: (text: string) => T): T => {
    const text = files[name]
    if (text === undefined) throw notATemplate(key, [{ pointer: '', message: `There is no ${name}.` }])
    try {
      return read(text)
    } catch (error) {
      if (!(error instanceof BatonError)) throw error
      throw notATemplate(
        key,
        error.problems.map((problem) => ({ ...problem, message: `${key}/${name}: ${problem.message}` })),
      )
    }
  }
  const about = file('template.yaml', (text) => parsed(text, aboutSchema))
  const team = file('team.yaml', readTeam)
  const answers = file('answers.yaml', (text) =>
    parsed(text, answersSchema, (read) => [...unreadableIn(read), ...unstaffed(read, team.agents)]),
  )
  const { systems } = file('systems.yaml', (text) =>
    parsed(text, systemsSchema, (read) => badSchemasIn(read.systems)),
  )
  const filled = systems.map((system) =>
    withRecords(system, (name) =>
      file(name, (text) =>
        parsed(text, recordsSchema, (records) => recordProblems(ofFile(system, name), records)),
      ),
    ),
  )
  for (const { collections } of filled)
    for (const collection of Object.values(collections))
      file(collection.file, (text) =>
        parsed(text, recordsSchema, () => lostReferences(collection, collections)),
      )
  file('template.yaml', (text) => parsed(text, aboutSchema, (read) => unmet(read, systems)))
  return { key, about, ...team, answers, systems: filled }
}

const notATemplate = (key: string, problems: Problem[]): BatonError =>
  new BatonError(
    'invalid',
    `The folder ${key} is no template. ${problems[0]?.message ?? ''}`.trim(),
    problems,
  )

/** @throws BatonError 'invalid', with lines */
function parsed<S extends z.ZodType>(
  text: string,
  schema: S,
  further: (value: z.infer<S>) => Problem[] = () => [],
): z.infer<S> {
  const yaml = yamlOf(text)
  const { value } = yaml
  const unstorable = jsonProblem(value)
  const read = schema.safeParse(value)
  const problems = unstorable ? [unstorable] : read.success ? further(read.data) : shapeProblems(read.error)
  if (read.success && problems.length === 0) return read.data
  const lined = problems.map((problem) => ({ ...problem, line: yaml.lineOf(problem.pointer) }))
  throw new BatonError('invalid', 'The file does not fit.', withLines(lined))
}

function yamlOf(text: string) {
  try {
    return readYaml(text)
  } catch (error) {
    if (!(error instanceof YamlTextError)) throw error
    throw new BatonError('invalid', error.message, withLines(error.problems))
  }
}

function readTeam(text: string): Pick<TemplateFolder, 'document' | 'agents' | 'cases'> {
  const { document, agents, cases = [] } = teamFromYaml(text)
  return { document, agents, cases }
}

/** Who answers without being on the team, and who is on the team without an answer. */
function unstaffed({ agents }: Answers, staff: readonly Agent[]): Problem[] {
  const known = staff.map(({ slug }) => slug)
  return [
    ...Object.keys(agents)
      .filter((slug) => !known.includes(slug))
      .map((slug) => ({ pointer: `/agents/${slug}`, message: `team.yaml has no agent "${slug}".` })),
    ...known
      .filter((slug) => !(slug in agents))
      .map((slug) => ({ pointer: '/agents', message: `Nothing is answered for the agent "${slug}".` })),
  ]
}

/** Connections that are needed and that nothing stands for. */
const unmet = ({ needs }: About, systems: readonly SystemFile[]): Problem[] =>
  needs.flatMap(({ connection }, i) =>
    systems.some(({ slug }) => slug === connection)
      ? []
      : [{ pointer: `/needs/${i}/connection`, message: `systems.yaml has no system "${connection}".` }],
  )

const withRecords = (
  { collections, ...system }: SystemFile,
  read: (file: string) => Record<string, unknown>[],
): PracticeSystem => ({
  ...system,
  collections: Object.fromEntries(
    Object.entries(collections).map(([name, collection]) => [
      name,
      { ...collection, records: read(collection.file) },
    ]),
  ),
})

function ofFile({ collections }: SystemFile, file: string) {
  const found = Object.values(collections).find((collection) => collection.file === file)
  if (!found) throw new Error(`no collection of ${file}`)
  return found
}
