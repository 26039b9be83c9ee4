import { isRecord, schemaEntries } from '@/domain/contract/json-schema'
import { resolveSchema } from '@/domain/contract/resolve-schema'
import { pointerOf } from '@/domain/pointer'
import { inputSchemaOf } from '@/domain/team/input-schema'
import { knownRecords, type KnownValue } from '@/domain/template/known-records'
import { templateFolders } from '@/server/templates/folders'
import { authorize, type Context } from '../context'
import { readCases } from './cases'
import { readDraft } from './draft'

/** By JSON Pointer into the input of a run. */
export type KnownValues = Record<string, KnownValue[]>

/**
 * What may be typed into the text fields of a team's input so that something is there: what its test cases begin with, and
 * the records of the practice systems that it calls, as they are in the beginning.
 * @throws BatonError not_found
 */
export async function readKnown(ctx: Context, { slug }: { slug: string }): Promise<KnownValues> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const { prisma } = db
  const { team, bundle } = await readDraft(prisma, workspace.id, slug)
  const [cases, practice] = await Promise.all([
    readCases(prisma, team.id),
    prisma.connection.findMany({
      where: {
        workspaceId: workspace.id,
        practice: true,
        slug: { in: Object.keys(bundle?.connections ?? {}) },
      },
      select: { slug: true },
    }),
  ])
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
