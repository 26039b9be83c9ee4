#!/usr/bin/env node
// Stands in for Prisma's native schema engine, a program that Prisma downloads from a host of its own and that is
// therefore missing wherever only a package registry can be reached. The same engine is on npm as WebAssembly; this
// speaks the native one's protocol in front of it: JSON-RPC, a line a message, on stdin and stdout.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { createDatabase, dropDatabase, MigrationAdapters, probe } from './schema-engine-adapter.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true, short: 'd' },
    datasource: { type: 'string' },
  },
})
const url = values.datasource ? JSON.parse(values.datasource).url : undefined

if (positionals[0] === 'cli') process.exit(await runCommand(positionals[1]))
await serve()
process.exit(0)

/** `schema-engine cli …`: its answer is the exit code and what it logs. */
async function runCommand(name) {
  // Prisma ignores the first line.
  log('INFO', 'Baton schema engine')
  try {
    if (name === 'can-connect-to-database') await probe(url)
    else if (name === 'create-database') await createDatabase(url)
    else if (name === 'drop-database') await dropDatabase(url)
    else throw new Error(`the schema engine has no command '${name}'`)
    log('INFO', 'done')
    return 0
  } catch (error) {
    const [error_code, message] = explain(error)
    log('ERROR', message, { error_code })
    return 1
  }
}

/** @see https://www.prisma.io/docs/orm/reference/error-reference */
function explain(error) {
  const { host, pathname } = new URL(url)
  if (error.code === '3D000') return ['P1003', `Database \`${pathname.slice(1)}\` does not exist`]
  if (error.code === '28P01') return ['P1000', error.message]
  if (error.code === 'ECONNREFUSED') return ['P1001', `Can't reach database server at ${host}`]
  return ['P1001', error.message]
}

async function serve() {
  const { SchemaEngine } = await loadEngine()
  const files = values.datamodels?.map((path) => [path, readFileSync(path, 'utf8')])
  for await (const line of createInterface({ input: process.stdin })) {
    if (!line.trim()) continue
    const { id, method, params } = JSON.parse(line)
    // Answers to our own `print` have no method.
    if (id === undefined || method === undefined) continue
    const adapters = new MigrationAdapters(url)
    try {
      // A fresh engine for each call: one that has built a shadow database does not build a second.
      const factory = bindMigrationAwareSqlAdapterFactory(adapters)
      const engine = await SchemaEngine.new({ datamodels: files?.length ? files : undefined }, trace, factory)
      const result = await call(engine, method, params)
      if (method === 'diff' && result?.stdout) {
        send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout } })
      }
      send({ id, result })
    } catch (error) {
      send({ id, error: toRpcError(error?.cause ?? error) })
    } finally {
      // `applyMigrations` holds an advisory lock for as long as its session lives, and the next call wants it.
      await adapters.close()
    }
  }
}

async function call(engine, method, params) {
  // Both rebuild the history in a shadow database, which the WebAssembly engine knows how to reach only after
  // devDiagnostic; else it says 'PostgreSQL shadow DB must be provided through an external factory'.
  if (method === 'evaluateDataLoss' || method === 'createMigration') {
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
  }
  return (await engine[method](params)) ?? null
}

/** The package has no loader for Node.js, only the glue that wasm-bindgen generated. */
async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => log('ERROR', message),
  }
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const place = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = readFileSync(place.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return glue
}

/** 4466 is the code under which Prisma looks for its own error in `data`. */
function toRpcError(error) {
  const data = {
    is_panic: false,
    message: error?.message ?? String(error),
    meta: error?.meta ?? null,
    error_code: error?.code ?? error?.error_code ?? null,
  }
  return { code: 4466, message: 'An error happened. Check the data field for details.', data }
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}

function log(level, message, extra = {}) {
  const line = {
    timestamp: new Date().toISOString(),
    level,
    target: 'schema_engine::logger',
    fields: { message, ...extra },
  }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}

function trace(message) {
  if (process.env.SCHEMA_ENGINE_TRACE) process.stderr.write(`${message}\n`)
}
