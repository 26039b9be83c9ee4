import { validateInstance } from '@/domain/contract/evaluate'
import type { Collection, PracticeRecord, PracticeSystem } from '@/domain/template/systems'
import { HttpError } from './http'
import type { Service, Written } from './service'
import type { SystemStore } from './system-store'

/**
 * A practice system as REST resources: `GET /tickets?status=open&query=late&limit=20&offset=0`, `GET /tickets/TCK-1001`,
 * `POST /tickets`, `PATCH /tickets/TCK-1001` with what its file lets be made and changed.
 */
export function systemService(system: PracticeSystem, store: SystemStore): Service {
  const { journal } = store
  const placeOf = (path: string) => {
    const [, name = '', id, rest] = (path.split('?')[0] ?? '').split('/')
    const collection = system.collections[name]
    if (!collection || rest !== undefined) throw new HttpError(404, `There is nothing at ${path}.`)
    return { name, collection, id: id === undefined ? undefined : decodeURIComponent(id) }
  }
  const recordAt = (name: string, id: string): PracticeRecord => {
    const record = store.find(name, id)
    if (!record) throw new HttpError(404, `There is no ${id} among the ${name}.`)
    return record
  }
  return {
    journal,
    read({ pathname, searchParams }) {
      const { name, collection, id } = placeOf(pathname)
      const as_of = journal.today()
      if (id === undefined)
        return { body: { as_of, ...page(name, collection, store.all(name), searchParams) } }
      const record = recordAt(name, id)
      return { body: { as_of, ...record }, headers: etagOf(record) }
    },
    plan({ method, path, body, ifMatch }) {
      const { name, collection, id } = placeOf(path)
      if (method === 'PATCH' && id !== undefined && collection.patch) {
        const record = recordAt(name, id)
        if (ifMatch !== undefined && ifMatch !== etagOf(record).etag)
          throw new HttpError(412, `${id} was changed in the meantime.`)
        return { status: 200, answer: { ...record, ...fitting(collection.patch, body), ...changed(record) } }
      }
      if (method === 'POST' && id === undefined && collection.create)
        return created(collection, store.all(name), body)
      throw new HttpError(405, `${method} is not possible at ${path}.`)
    },
    write: (write) => store.write(write),
    headersOf: (answer) => etagOf(answer as PracticeRecord),
    reset: () => store.reset(),
  }

  function changed({ version }: PracticeRecord) {
    return { version: Number(version ?? 1) + 1, updated_at: journal.today() }
  }

  function created({ id, create }: Collection, records: PracticeRecord[], body: unknown): Written {
    const { prefix = '', schema = {} } = create ?? {}
    const given = fitting(schema, body)
    const name = `${prefix}${String(records.length + 1).padStart(4, '0')}`
    return { status: 201, answer: { [id]: name, ...given, created_at: journal.today(), version: 1 } }
  }
}

const etagOf = ({ version }: PracticeRecord) => ({ etag: `"${Number(version ?? 1)}"` })

function page(name: string, collection: Collection, all: PracticeRecord[], query: URLSearchParams) {
  const { filters, search, order } = collection
  const limit = Math.min(Math.max(Number(query.get('limit')) || 20, 1), 200)
  const offset = Math.max(Number(query.get('offset')) || 0, 0)
  const words = (query.get('query') ?? '').toLowerCase().split(/\W+/).filter(Boolean)
  for (const given of query.keys())
    if (!['query', 'limit', 'offset', ...filters].includes(given))
      throw new HttpError(400, `The ${name} cannot be narrowed by ${given}.`, { filters })
  const found = all.filter(
    (record) =>
      filters.every((field) => !query.has(field) || textOf(record[field]) === query.get(field)) &&
      words.every((word) => search.some((field) => textOf(record[field]).toLowerCase().includes(word))),
  )
  if (order) {
    const field = order.replace(/^-/, '')
    found.sort((a, b) => textOf(a[field]).localeCompare(textOf(b[field])) * (order.startsWith('-') ? -1 : 1))
  }
  return { total: found.length, offset, [name]: found.slice(offset, offset + limit) }
}

const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)

/** @throws HttpError 422 with each field that does not fit */
function fitting(schema: Record<string, unknown>, body: unknown): PracticeRecord {
  const misfits = validateInstance(schema, body)
  if (misfits.length === 0) return body as PracticeRecord
  const details = misfits.map(({ pointer, message }) => ({ field: pointer.slice(1), message }))
  throw new HttpError(422, 'The request does not fit.', details)
}
