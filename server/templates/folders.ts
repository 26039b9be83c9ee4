import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentAnswers } from '@/domain/template/answers'
import { readTemplate, type TemplateFolder } from '@/domain/template/template'

/** Every process of an installation runs from the root of its repository. */
const FOLDERS = join(process.cwd(), 'prisma', 'seed', 'templates')

let known: readonly TemplateFolder[] | undefined

/**
 * All templates, by their place in the gallery: each folder of prisma/seed/templates is one. Read once by a process.
 * @throws BatonError 'invalid' when a folder is no template; each problem names the file, its line and a JSON Pointer
 */
export function templateFolders(): readonly TemplateFolder[] {
  known ??= readTemplates(FOLDERS)
  return known
}

/** @throws Error when there is none of that name; as `templateFolders` */
export function templateFolder(key: string): TemplateFolder {
  const found = templateFolders().find((template) => template.key === key)
  if (!found) throw new Error(`there is no template ${key} in ${FOLDERS}`)
  return found
}

/** As `templateFolders`, from another folder of folders. */
export function readTemplates(root: string): TemplateFolder[] {
  const keys = readdirSync(/* turbopackIgnore: true */ root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  return keys
    .map((key) => readTemplate(key, filesIn(join(root, key))))
    .toSorted((a, b) => a.about.order - b.about.order || (a.key < b.key ? -1 : 1))
}

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(/* turbopackIgnore: true */ folder).filter((name) => name.endsWith('.yaml'))
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(/* turbopackIgnore: true */ join(folder, name), 'utf8')]),
  )
}

/** What the sandbox answers for the agents of all templates, by the agent's slug. */
export const answerBook = (): ReadonlyMap<string, AgentAnswers> =>
  new Map(templateFolders().flatMap(({ answers }) => Object.entries(answers.agents)))
