// The engine's way to PostgreSQL: Prisma's own adapter, mended where migrations ask more of it than queries do.
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'

/** Types of columns in PostgreSQL's catalogue */
const CHAR = 18
const TEXT = 25

/** Makes the engine's connections and closes them. */
export class MigrationAdapters {
  provider = 'postgres'
  adapterName = '@prisma/adapter-pg'
  #open = []

  /** @param {string | undefined} url none for calls that need no database */
  constructor(url) {
    // Discrete fields, since a connection string would win over the shadow database's name; one connection, since
    // settings and advisory locks belong to a session.
    this.config = { ...(url ? parseIntoClientConfig(url) : { host: '127.0.0.1' }), max: 1 }
  }

  async connect() {
    return this.#adapter(this.config)
  }

  /** The adapter's own shadow database is dropped while it is still connected to it, which PostgreSQL refuses. */
  async connectToShadowDb() {
    const database = `prisma_shadow_${process.pid}_${Date.now().toString(36)}`
    const admin = new pg.Client(this.config)
    await admin.connect()
    await admin.query(`CREATE DATABASE "${database}" TEMPLATE template0`)
    const shadow = await this.#adapter({ ...this.config, database })
    return disposedWith(shadow, async () => {
      await admin.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)
      await admin.end()
    })
  }

  async close() {
    for (const adapter of this.#open.splice(0)) await adapter.dispose()
  }

  async #adapter(config) {
    const adapter = disposedWith(await new PrismaPg(config).connect(), async () => undefined)
    adapter.executeScript = async (sql) => {
      // The adapter splits at every ';', also within function bodies. As one query it is one transaction, too.
      await adapter.underlyingDriver().query(sql)
    }
    readCharColumns(adapter)
    this.#open.push(adapter)
    return adapter
  }
}

/**
 * The adapter refuses the type "char", which the catalogue is full of: let it pass as text, and tell the engine
 * it was a character, since it takes nothing else for it.
 */
function readCharColumns(adapter) {
  const pool = adapter.underlyingDriver()
  const query = pool.query.bind(pool)
  const queryRaw = adapter.queryRaw.bind(adapter)
  let chars = []
  pool.query = async (request) => {
    const result = await query(request)
    const fields = result.fields ?? []
    chars = fields.flatMap(({ dataTypeID }, column) => (dataTypeID === CHAR ? [column] : []))
    for (const column of chars) fields[column].dataTypeID = TEXT
    return result
  }
  adapter.queryRaw = async (request) => {
    const result = await queryRaw(request)
    for (const column of chars) result.columnTypes[column] = ColumnTypeEnum.Character
    return result
  }
}

/** Closes once, however often it is told to, then does the rest. */
function disposedWith(adapter, rest) {
  const dispose = adapter.dispose.bind(adapter)
  let done
  adapter.dispose = () => (done ??= dispose().then(rest))
  return adapter
}

export async function probe(url) {
  await withClient(url, async () => undefined)
}

export async function createDatabase(url) {
  const { admin, name } = outside(url)
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`))
}

export async function dropDatabase(url) {
  const { admin, name } = outside(url)
  await withClient(admin, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
  )
}

/** A database is made and dropped from another one. */
function outside(url) {
  const admin = new URL(url)
  const name = decodeURIComponent(admin.pathname.slice(1))
  admin.pathname = '/postgres'
  return { admin: admin.href, name }
}

async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
