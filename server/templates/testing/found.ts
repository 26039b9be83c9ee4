import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { checkTeamFile, type CheckOptions, type FileProblem } from '@/domain/team/check-file'
import { teamFromYaml, teamToYaml, type TeamFile } from '@/domain/team/yaml'
import { changed, type Change, type Mutant } from './mutant'

/** A template's team as it stands in its folder. */
export const textOf = (template: string): string =>
  readFileSync(join(process.cwd(), 'prisma', 'seed', 'templates', template, 'team.yaml'), 'utf8')

const files = new Map<string, TeamFile>()
const fileOf = (template: string): TeamFile => {
  const file = files.get(template) ?? teamFromYaml(textOf(template))
  files.set(template, file)
  return file
}

/** The text of a mutant's file, as `team export` writes it. */
export const mutatedText = ({ template, grown, changes }: Mutant): string =>
  textAfter(template, [...grown, ...changes])

export const grownText = ({ template, grown }: Mutant): string => textAfter(template, grown)

const textAfter = (template: string, changes: readonly Change[]): string =>
  teamToYaml(changed(fileOf(template), changes))

/** What `baton check` finds in a file, each as `agents.none at node draft/agent`. */
export const foundIn = (text: string, options: CheckOptions = {}): string[] =>
  checkTeamFile(text, options).problems.map((problem) => sayFound(text, problem))

/** The place is worked out from the pointer into the file, not taken from what the check says of it. */
const sayFound = (text: string, { code, pointer, line }: FileProblem): string => {
  const [, list = '', index, rest = ''] = /^\/team\/(nodes|edges|contracts)\/(\d+)(.*)$/.exec(pointer) ?? []
  if (list === '') return code
  const member = partsOf(text)[list]?.[Number(index)]
  const at = `${NAMES[list] ?? ''} ${member?.id ?? `${member?.name ?? ''}@${member?.version ?? ''}`}`
  return `${code} at ${at}${rest}${stands(text, line, at) ? '' : `, which does not stand in line ${line}`}`
}

type Parts = Record<string, { id?: string; name: string; version: number }[]>
let known: { text: string; team: Parts } | undefined
const partsOf = (text: string): Parts => {
  if (known?.text !== text) known = { text, ...(parse(text) as { team: Parts }) }
  return known.team
}

const NAMES: Record<string, string> = { nodes: 'node', edges: 'handoff', contracts: 'contract' }

/** Whether the line that is told is one of the lines of that node, handoff or contract. */
function stands(text: string, line: number, at: string): boolean {
  const before = text.split('\n').slice(0, line)
  const member = before.findLast((one) => /^ {4}- /.test(one))
  const name = /^ {4}- (?:\{ )?(?:id|name): ([^\s,]+)/.exec(member ?? '')?.[1]
  return at === `node ${name}` || at === `handoff ${name}` || at.startsWith(`contract ${name}@`)
}
