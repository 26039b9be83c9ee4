#!/usr/bin/env node
// JSON-RPC shim: speaks the native schema-engine's stdio protocol, runs Prisma's own WASM schema engine over PrismaPg.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'

// adapter-pg 7.10 has no mapping for the internal "char" type (oid 18) that the catalogue queries return: let it read such a
// column as text, then call it Character, which the engine insists on (PostgreSQL 18 and CHECK constraints panic otherwise).
let charColumns = []
const addFields = pg.Result.prototype.addFields
pg.Result.prototype.addFields = function (fields) {
  charColumns = fields.flatMap((f, i) => (f.dataTypeID === 18 ? [i] : []))
  for (const i of charColumns) fields[i].dataTypeID = 25
  return addFields.call(this, fields)
}

const require = createRequire(import.meta.url)
const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { datamodels: { type: 'string', multiple: true, short: 'd' }, datasource: { type: 'string' } },
})
const url = values.datasource ? JSON.parse(values.datasource).url : undefined
const log = (level, message, extra = {}) =>
  process.stderr.write(
    JSON.stringify({
      timestamp: new Date().toISOString(),
      level,
      target: 'schema_engine::logger',
      fields: { message, ...extra },
    }) + '\n',
  )

if (positionals[0] === 'cli') {
  log('INFO', 'schema-engine shim') // the CLI skips the first stderr line
  const u = new URL(url)
  const db = decodeURIComponent(u.pathname.slice(1))
  try {
    if (positionals[1] === 'can-connect-to-database') {
      const c = new pg.Client({ connectionString: url })
      await c.connect()
      await c.end()
    } else {
      const admin = new URL(url)
      admin.pathname = '/postgres'
      const c = new pg.Client({ connectionString: admin.href })
      await c.connect()
      const id = '"' + db.replaceAll('"', '""') + '"'
      await c.query(
        positionals[1] === 'create-database'
          ? `CREATE DATABASE ${id}`
          : `DROP DATABASE IF EXISTS ${id} WITH (FORCE)`,
      )
      await c.end()
    }
    log('INFO', 'ok')
    process.exit(0)
  } catch (e) {
    log(
      'ERROR',
      e.code === '3D000'
        ? `Database \`${db}\` does not exist`
        : e.code === 'ECONNREFUSED'
          ? `Can't reach database server at ${u.host}`
          : e.message,
      { error_code: e.code === '3D000' ? 'P1003' : e.code === '28P01' ? 'P1000' : 'P1001' },
    )
    process.exit(1)
  }
}

globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  message: '',
  set_message(m) {
    this.message = m
    log('ERROR', m)
  },
}
const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
const wasmPath = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm')
const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), { './schema_engine_bg.js': glue })
glue.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()
// PrismaPg's own shadow database reconnects with the connection string, i.e. to the MAIN database, and drops it while
// still connected: give it discrete fields, and make and drop the shadow database here.
const config = url ? parseIntoClientConfig(url) : { host: '127.0.0.1' }
const base = new PrismaPg(config)
// its executeScript splits on every ';' (which breaks function bodies) and is not atomic: send the script as one simple query
const whole = (a) => {
  const queryRaw = a.queryRaw.bind(a)
  a.queryRaw = async (q) => {
    charColumns = []
    const r = await queryRaw(q)
    for (const i of charColumns) r.columnTypes[i] = ColumnTypeEnum.Character
    return r
  }
  a.executeScript = async (sql) => {
    await a.underlyingDriver().query(sql)
  }
  return a
}
const adapters = {
  provider: base.provider,
  adapterName: base.adapterName,
  connect: async () => whole(await base.connect()),
  async connectToShadowDb() {
    const database = `prisma_shadow_${process.pid}_${Date.now().toString(36)}`
    const admin = new pg.Client(config)
    await admin.connect()
    await admin.query(`CREATE DATABASE "${database}" TEMPLATE template0`)
    const shadow = whole(await new PrismaPg({ ...config, database }).connect())
    const dispose = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await dispose()
      await admin.query(`DROP DATABASE "${database}" WITH (FORCE)`)
      await admin.end()
    }
    return shadow
  },
}
const files = values.datamodels?.map((p) => [p, readFileSync(p, 'utf8')])
const factory = bindMigrationAwareSqlAdapterFactory(adapters)
const newEngine = () =>
  glue.SchemaEngine.new(
    { datamodels: files?.length ? files : undefined },
    (m) => process.env.SE_DEBUG && process.stderr.write(m + '\n'),
    factory,
  )

const send = (o) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...o }) + '\n')
for await (const line of createInterface({ input: process.stdin })) {
  if (!line.trim()) continue
  const { id, method, params } = JSON.parse(line)
  if (process.env.SE_DEBUG) process.stderr.write('> ' + line.slice(0, 400) + '\n')
  if (id === undefined || method === undefined) continue
  try {
    // A fresh engine a call, primed by devDiagnostic where the call rebuilds the history in a shadow database: without
    // it the WASM engine says 'PostgreSQL shadow DB must be provided through an external factory'.
    const engine = await newEngine()
    if (method === 'evaluateDataLoss' || method === 'createMigration')
      await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
    const result = (await engine[method](params)) ?? null
    if (method === 'diff' && result?.stdout)
      send({ id: 1e6 + id, method: 'print', params: { content: result.stdout } })
    send({ id, result })
  } catch (e) {
    const ke = e?.cause ?? e
    send({
      id,
      error: {
        code: 4466,
        message: 'An error happened. Check the data field for details.',
        data: {
          is_panic: false,
          message: ke?.message ?? String(e),
          meta: ke?.meta ?? null,
          error_code: ke?.code ?? ke?.error_code ?? null,
        },
      },
    })
  }
}
process.exit(0)
