import { isRecord, schemaEntries } from '@/domain/contract/json-schema'
import { resolveSchema } from '@/domain/contract/resolve-schema'
import { pointerOf } from '@/domain/pointer'
import { inputSchemaOf } from '@/domain/team/input-schema'
import { knownRecords, type KnownValue } from '@/domain/template/known-records'
import { templateFolders } from '@/server/templates/folders'
import { authorize, type Context } from '../context'
import { keptCases } from './cases'
import { readDraft } from './draft'
import { shownCases } from './shown'

/** By JSON Pointer into the input of a run. */
export type KnownValues = Record<string, KnownValue[]>

/**
 * What may be typed into the text fields of a team's input so that something is there: what its test cases begin with, and
 * the records of the practice systems that it calls, as they are in the beginning.
 * @throws BatonError not_found
 */
export async function readKnown(ctx: Context, { slug }: { slug: string }): Promise<KnownValues> {
  const scope = await authorize(ctx, 'team.read')
  const { db, workspace } = scope
  const { prisma } = db
  const draft = await readDraft(prisma, workspace.id, slug)
  const { team, bundle } = draft
  const [kept, shown, practice] = await Promise.all([
    keptCases(prisma, team.id),
    shownCases(scope, draft),
    prisma.connection.findMany({
      where: {
        workspaceId: workspace.id,
        practice: true,
        slug: { in: Object.keys(bundle?.connections ?? {}) },
      },
      select: { slug: true },
    }),
  ])
  // Of one of which something is hidden nothing is offered: a masked value is none that is there.
  const cases = kept.map(shown).flatMap(({ case: one, hidden }) => (hidden.length === 0 ? [one] : []))
  const systems = templateFolders()
    .flatMap((template) => template.systems)
    .filter((system) => practice.some((row) => row.slug === system.slug))
  const root = inputSchemaOf(team.document)
  const fields = isRecord(root) ? schemaEntries(resolveSchema(root, root), 'properties') : []
  return Object.fromEntries(
    fields.flatMap(([name, schema]) => {
      const used = cases.flatMap(({ name: about, input }): KnownValue[] => {
        const value = input[name]
        return typeof value === 'string' && value.length <= 200 ? [{ value, about }] : []
      })
      const values = [...knownRecords(name, schema, root, systems), ...used]
      const distinct = values.filter(({ value }, i) => values.findIndex((one) => one.value === value) === i)
      return distinct.length > 0 ? [[pointerOf([name]), distinct]] : []
    }),
  )
}
