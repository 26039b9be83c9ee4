#!/usr/bin/env node
/**
 * Verifies an exported Baton record, or a certificate of erasure. One file, Node >= 20, no packages, no network, no database.
 * Exit code: 0 sound, 1 not sound, 2 it could not be checked (usage, unreadable).
 * Formats: canonical JSON RFC 8785; tree RFC 6962 section 2.1; checkpoint c2sp.org/tlog-checkpoint; signed note
 * c2sp.org/signed-note, Ed25519. Use a copy of this file that you trust: the one in a folder could be forged too.
 */
import { createHash, createHmac, createPublicKey, verify as verifyEd25519 } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

const USAGE = `usage: node verify.mjs [DIR] [--key VERIFIER-KEY] [--kept CHECKPOINT-FILE] [--json]
       node verify.mjs --certificate FILE [--key VERIFIER-KEY] [--json]`
/** What the readers below throw is the rest of a sentence: "line 7 is no JSON". */
const fail = (sentence) => {
  throw new Error(sentence)
}
const sentence = (error) => (error instanceof SyntaxError ? 'is no JSON' : error.message)
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const many = (n, one, more = `${one}s`) => `${n} ${n === 1 ? one : more}`
const fileName = (size) => String(size).padStart(16, '0')
const base64 = (text, bytes = Buffer.from(`${text}`, 'base64')) =>
  bytes.toString('base64') === text ? bytes : null

async function* linesOf(file) {
  let rest = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    rest = rest.length ? Buffer.concat([rest, chunk]) : chunk
    let from = 0
    for (let to; (to = rest.indexOf(10, from)) >= 0; from = to + 1) yield [rest.subarray(from, to), true]
    rest = rest.subarray(from)
  }
  if (rest.length) yield [rest, false]
}

function canonical(value, depth = 0) {
  if (depth > 512) fail('is nested too deep')
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) fail('has a lone surrogate')
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) fail('has an integer beyond 2^53-1')
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`
  const member = (key) => `${canonical(key)}:${canonical(value[key], depth + 1)}`
  return `{${Object.keys(value).sort().map(member).join(',')}}`
}

/** The value of a line, if the line is its canonical spelling to the byte (so UTF-8 is checked, too). */
function parseLine(bytes) {
  if (bytes.length === 0) fail('is empty')
  if (/\s/.test(String.fromCharCode(bytes.at(-1)))) fail('ends in a blank or a carriage return')
  const value = JSON.parse(bytes)
  const expected = Buffer.from(canonical(value))
  const at = bytes.findIndex((byte, i) => byte !== expected[i])
  return expected.equals(bytes) ? value : fail(`is not in canonical form from byte ${at + 1} on`)
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const matches = (pattern) => (value) => typeof value === 'string' && pattern.test(value)
const isText = matches(/^[^]{1,256}$/)
const isCount = (value) => Number.isSafeInteger(value) && value >= 0
const isSeal = (v) => isObject(v) && Object.keys(v).join() === '$hmac' && base64(v.$hmac)?.length === 32
const isUtc = (at) => Date.parse(at) > -Infinity && new Date(at).toISOString() === at
const maybe = (fits) => (value) => value === undefined || fits(value)
const ACTOR = { kind: matches(/^(person|agent|token|system|nobody)$/), id: isText }
ACTOR.name = maybe((name) => isText(name) || isSeal(name))
const ENTRY = { v: (v) => v === 1, id: isText, at: isUtc, workspace: isText, data: isObject }
ENTRY.kind = matches(/^[a-z][\w-]*\.[a-z][\w-]*$/)
ENTRY.actor = (actor) => isObject(actor) && checkShape(actor, ACTOR)
for (const name of ['run', 'team', 'version', 'node']) ENTRY[name] = maybe(isText)
for (const name of ['iteration', 'attempt']) ENTRY[name] = maybe(isCount)
ENTRY.subject = maybe(matches(/^[^]{1,1024}$/))
ENTRY.causes = maybe((causes) => Array.isArray(causes) && causes.every(isText))

function checkShape(value, shape) {
  if (!isObject(value)) fail('is no entry: it is no object')
  for (const name of new Set([...Object.keys(shape), ...Object.keys(value)])) {
    if (!Object.hasOwn(shape, name)) fail(`is no entry: "${name}" is unknown`)
    if (!shape[name](value[name])) fail(`is no entry: "${name}" is missing or not as it must be`)
  }
  return true
}

function forEachSeal(value, pointer, onSealed) {
  if (typeof value !== 'object' || value === null) return
  if (isSeal(value)) return onSealed(pointer, value.$hmac)
  if (Object.hasOwn(value, '$hmac')) fail(`has a broken seal at ${pointer}`)
  for (const [key, inner] of Object.entries(value))
    forEachSeal(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, onSealed)
}

const parent = (right, left) => sha256('\x01', left, right)
const append = (tree, leaf) => {
  let hash = leaf
  for (let n = tree.size++; n % 2 === 1; n = (n - 1) / 2) hash = parent(hash, tree.frontier.pop())
  tree.frontier.push(hash)
}
const copyOf = ({ size, frontier }) => ({ size, frontier: [...frontier] })
const rootOf = ({ frontier }) => (frontier.length ? frontier.reduceRight(parent) : sha256())

function parseKey(vkey) {
  const [, name, hex, typed] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? []
  const bytes = typed && base64(typed)
  if (!bytes || bytes.length !== 33 || bytes[0] !== 1) return null
  const id = sha256(`${name}\n`, bytes).subarray(0, 4)
  if (id.toString('hex') !== hex) return null
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)])
  return { label: `${name}+${hex}`, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) }
}

function parseSignature(line) {
  const [, name, signature] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? []
  const raw = signature && base64(signature)
  if (!raw || raw.length < 5) fail('has a broken signature line')
  return { label: `${name}+${raw.toString('hex', 0, 4)}`, raw: raw.subarray(4) }
}

/** The checkpoint in a note, once every signature of the key fits. */
function openCheckpoint(bytes, { label, key }) {
  const note = bytes.toString()
  const blank = note.indexOf('\n\n')
  if (blank < 0 || !note.endsWith('\n') || /[^\P{Cc}\n\x7f-\x9f]/u.test(note)) fail('is no signed note')
  const text = note.slice(0, blank + 1)
  const lines = note.slice(blank + 2, -1).split('\n')
  const own = lines.map(parseSignature).filter((signature) => signature.label === label)
  if (own.length === 0) fail(`is signed by another key: ${parseSignature(lines[0]).label}, not ${label}`)
  if (!own.every(({ raw }) => raw.length === 64 && verifyEd25519(null, Buffer.from(text), key, raw)))
    fail(`was changed or forged: the signature of ${label} does not fit its text`)
  const [origin, decimal, base] = text.slice(0, -1).split('\n')
  const [size, root] = [Number(decimal), base64(base)]
  if (!origin || String(size) !== decimal || !isCount(size) || root?.length !== 32) fail('is no checkpoint')
  return { origin, size, root }
}

/** Which lines were added, or which two swapped, if that alone explains why `start` does not grow into `bad`. */
function explain(start, bad, leafAt, count, surplus) {
  const want = bad.size - start.size
  const length = Math.min(count, bad.size + Math.max(surplus, 0)) - start.size
  const lines = Array.from({ length }, (_, i) => leafAt(start.size + i))
  const fits = (list) => {
    const tree = copyOf(start)
    for (const leaf of list.slice(0, want)) append(tree, leaf)
    return rootOf(tree).equals(bad.root)
  }
  const name = (i) => start.size + i + 1
  const reach = want > 1500 ? 0 : want > 100 ? 1 : want // the work is quadratic, or cubic
  for (const block of surplus > 0 && reach ? new Set([1, surplus]) : [])
    for (let i = 0; i < want; i++)
      if (fits(lines.toSpliced(i, block))) return ` ${many(block, 'line')} added: from line ${name(i)} on.`
  for (let i = 0; i < want; i++)
    for (let j = i + 1; j <= Math.min(want - 1, i + reach); j++)
      if (fits(lines.with(i, lines[j]).with(j, lines[i])))
        return ` Reordered: lines ${name(i)} and ${name(j)} have changed places.`
  return ''
}

function compare(trusted, { leafAt, count, badLines }, found) {
  const [tree, wrong] = [{ size: 0, frontier: [] }, []]
  let good = copyOf(tree)
  for (const point of trusted.toSorted((a, b) => a.size - b.size)) {
    while (tree.size < Math.min(point.size, count)) append(tree, leafAt(tree.size))
    if (tree.size === point.size && rootOf(tree).equals(point.root)) good = copyOf(tree)
    else wrong.push(point)
  }
  const intact = good.size ? ` Entries 1..${good.size} match checkpoint ${good.size}.` : ''
  for (const { file, size } of wrong.filter((point) => point.size <= good.size))
    found('fork', `${file} is signed over ${many(size, 'entry', 'entries')} of another history.${intact}`)
  const top = Math.max(...trusted.map(({ size }) => size))
  const bad = wrong.find(({ size }) => size > good.size)
  const totals = `entries.jsonl has ${many(count, 'line')} and checkpoint ${top} is over ${top}`
  if (!bad) return count > top && found('extra-line', `${totals}: nobody has signed the lines at the end.`)
  if (bad.size > count) return found('missing-line', `${totals}: lines are missing.${intact}`)
  const at = good.size < bad.size - 1 ? `entries ${good.size + 1}..${bad.size} do` : `entry ${bad.size} does`
  const suspect = badLines.find((line) => line > good.size && line <= bad.size)
  const why =
    explain(good, bad, leafAt, count, count - top) ||
    (count < top && ` The first missing line belongs there: ${totals}.`) ||
    (count > top && ` The first added line is there: ${totals}.`) ||
    (suspect && ` Line ${suspect}, which is not even a canonical entry, was changed.`) ||
    ' At least one line there was changed.'
  found('mismatch', `${at} not match checkpoint ${bad.size}.${why}${intact}`)
}

async function checkFolder(dir, { key: expected, kept }) {
  const [findings, notes, trusted] = [[], [], []]
  const found = (code, message) => void findings.push({ code, message })
  const inside = (name) => existsSync(join(dir, name)) || found('missing-file', `${name} is missing.`)
  const ownKey = inside('key') && readFileSync(join(dir, 'key'), 'utf8').replace(/\n$/, '')
  if (expected && ownKey && ownKey !== expected) found('foreign-key', `key is ${ownKey}, not ${expected}.`)
  if (!expected) notes.push("The key is the folder's own, as a forger's would be: compare it, or pass --key.")
  const key = parseKey(expected ?? ownKey) ?? found('bad-key', 'key is no verifier key.')
  const names = inside('checkpoints') ? readdirSync(join(dir, 'checkpoints')) : []
  const paths = names.map((name) => [`checkpoints/${name}`, join(dir, 'checkpoints', name)])
  if (inside('checkpoint')) paths.push(['checkpoint', join(dir, 'checkpoint')])
  if (kept) paths.push([`the kept ${kept}`, kept])
  for (const [file, path] of key ? paths : []) {
    try {
      const point = { file, ...openCheckpoint(readFileSync(path), key) }
      trusted.push(point)
      if (file.startsWith('checkpoints/') && basename(file) !== fileName(point.size))
        found('checkpoint-name', `${file} is misnamed: it is checkpoint ${point.size}.`)
    } catch (error) {
      found('checkpoint', `${file} ${sentence(error)}.`)
    }
  }
  const head = trusted.find(({ file }) => file === 'checkpoint')
  for (const { file, origin, size } of head ? trusted : []) {
    if (origin !== head.origin) found('origin', `${file} is of another log: ${origin}, not ${head.origin}.`)
    if (size > head.size) found('truncated', `checkpoint ends at ${head.size}, but ${file} at ${size}.`)
  }
  if (head && !names.includes(fileName(head.size)))
    found('truncated', `checkpoints/ ends before ${head.size}.`)
  const entries = await readEntries(inside('entries.jsonl') && join(dir, 'entries.jsonl'), found, notes)
  if (trusted.length) compare(trusted, entries, found)
  else found('unsigned', 'Nothing signed by the key is left to compare the entries with.')
  const opened = await checkPrivates(join(dir, 'private.jsonl'), entries, found)
  findings.sort((a, b) => (a.code === 'line') - (b.code === 'line'))
  const checkpoints = new Set(trusted.map(({ size }) => size)).size
  const counts = { entries: entries.count, checkpoints, sealed: entries.sealed.size, opened }
  const log = { origin: head?.origin, root: head?.root.toString('base64'), key: expected ?? ownKey }
  return { sound: findings.length === 0, ...log, ...counts, findings, notes }
}

async function readEntries(file, found, notes) {
  const [ids, sealed, badLines, causes] = [new Map(), new Map(), [], []]
  let [count, named, hashes] = [0, 0, Buffer.alloc(1 << 16)]
  for await (const [bytes, ended] of file ? linesOf(file) : []) {
    if (count * 32 === hashes.length) hashes = Buffer.concat([hashes, Buffer.alloc(hashes.length)])
    sha256('\0', bytes).copy(hashes, count++ * 32)
    try {
      if (!ended) found('line', `line ${count}, the last, does not end in a newline.`)
      const entry = parseLine(bytes)
      checkShape(entry, ENTRY)
      const { id, actor, data } = entry
      if (ids.has(id)) fail(`repeats the id ${id} of line ${ids.get(id)}`)
      ids.set(id, count)
      forEachSeal({ actor, data }, '', (pointer, hmac) => sealed.set(`${id}\n${pointer}`, hmac))
      for (const cause of entry.causes ?? []) if (!ids.has(cause)) causes.push([count, cause])
      if (actor.kind === 'person' && isText(actor.name)) named++
    } catch (error) {
      badLines.push(count)
      found('line', `line ${count} ${sentence(error)}.`)
    }
  }
  for (const [line, cause] of causes.filter(([, id]) => !ids.has(id)).slice(0, 20))
    notes.push(`Line ${line} names the cause ${cause}, which is not in this record.`)
  if (named) notes.push(`${many(named, 'entry names', 'entries name')} a person unsealed, for ever.`)
  return { count, leafAt: (i) => hashes.subarray(i * 32, i * 32 + 32), badLines, sealed, ids }
}

/** Checks the sealed values that were handed out, and returns how many fit; the others are erased or withheld. */
async function checkPrivates(file, { ids, sealed }, found) {
  const seen = new Set()
  let line = 0
  for await (const [bytes] of existsSync(file) ? linesOf(file) : []) {
    line++
    try {
      const { id, field, value, salt } = Object(JSON.parse(bytes))
      const place = `${field} in line ${ids.get(id) ?? `of the missing entry ${id}`}`
      const hmac = sealed.get(`${id}\n${field}`) ?? fail(`is of a field that is not sealed: ${place}`)
      if (seen.has(`${id}\n${field}`)) fail(`repeats ${place}`)
      const fresh = createHmac('sha256', base64(salt) ?? fail('has no salt')).update(canonical(value))
      if (fresh.digest('base64') !== hmac) fail(`does not fit the seal of ${place}: it was changed`)
      seen.add(`${id}\n${field}`)
    } catch (error) {
      found('private', `private.jsonl line ${line} ${sentence(error)}.`)
    }
  }
  return seen.size
}

/** The root of the tree that has this leaf at this place (RFC 9162 section 2.1.3.2). */
function rootFrom(leaf, { index, size, path }) {
  if (!isCount(index) || !isCount(size) || index >= size || !Array.isArray(path))
    fail('is at no place of a tree')
  let [fn, sn, hash] = [index, size - 1, leaf]
  const half = (n) => Math.floor(n / 2)
  for (const step of path.map((text) => base64(text))) {
    if (step?.length !== 32 || sn === 0) fail('has a broken proof')
    if (fn % 2 === 1 || fn === sn) {
      hash = parent(hash, step)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else hash = parent(step, hash)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 ? hash : fail('has a proof that is too short')
}

/** A certificate of erasure: its digest stands in an entry, the entry in the tree, and the tree's root is signed. */
function checkCertificate(file, { key: expected }) {
  const [findings, notes] = [[], []]
  const found = (code, message) => void findings.push({ code, message })
  const attempt = (code, check) => {
    try {
      return check()
    } catch (error) {
      return found(code, `${code} ${sentence(error)}.`)
    }
  }
  const { certificate, entry, proof } = attempt('file', () => JSON.parse(readFileSync(file))) ?? {}
  if (!isObject(certificate) || typeof entry !== 'string' || !isObject(proof)) {
    found('file', 'The file is no certificate of erasure with its proof.')
    return { sound: false, certificate: {}, findings, notes }
  }
  if (!expected) notes.push("The key is the file's own, as a forger's would be: compare it, or pass --key.")
  if (expected && proof.key !== expected) found('foreign-key', `The key is ${proof.key}, not ${expected}.`)
  const key = parseKey(expected ?? `${proof.key}`) ?? found('bad-key', 'The key is no verifier key.')
  const said = attempt('entry', () => {
    const parsed = parseLine(Buffer.from(entry))
    checkShape(parsed, ENTRY)
    return parsed
  })
  const digest = attempt('certificate', () => `sha256:${sha256(canonical(certificate)).toString('hex')}`)
  if (said && said.kind !== 'erasure.carried_out')
    found('entry', `The entry is ${said.kind}, not an erasure.`)
  if (said && digest && said.data.certificate !== digest)
    found(
      'certificate',
      `The certificate was changed: its digest is ${digest}, the record says ${said.data.certificate}.`,
    )
  if (said && (said.data.erasure !== certificate.id || said.workspace !== certificate.workspace?.id))
    found('certificate', 'The entry is of another erasure.')
  const head = key && attempt('checkpoint', () => openCheckpoint(Buffer.from(`${proof.note}`), key))
  const root = attempt('proof', () => rootFrom(sha256('\0', Buffer.from(entry)), proof))
  if (head && head.size !== proof.size)
    found('proof', `The proof is for ${proof.size} entries, signed are ${head.size}.`)
  if (head && root && !root.equals(head.root)) found('proof', 'The entry is not in the tree that was signed.')
  return {
    sound: findings.length === 0,
    certificate,
    digest,
    origin: head?.origin,
    at: said?.at,
    findings,
    notes,
  }
}

function printCertificate(file, { sound, certificate: c, digest, origin, at, findings, notes }) {
  const values = [...(c.runs ?? []), ...(c.elsewhere ?? [])].reduce((sum, { values: n }) => sum + n, 0)
  console.log(`Certificate of erasure ${c.id ?? '(unknown)'} in ${file}
  record       ${origin ?? '(no signed checkpoint)'}
  erased at    ${c.at} by ${c.requestedBy?.name}${c.approvedBy ? `, agreed to by ${c.approvedBy.name}` : ''}; on the record ${at}
  because      ${c.reason}
  erased       ${many(values, 'value')} in ${many(c.runs?.length ?? 0, 'run')}, ${many(c.seals?.length ?? 0, 'seal')} left without value
  digest       ${digest}`)
  for (const { place, count, why } of c.kept ?? []) console.log(`  kept         ${place}: ${count}. ${why}`)
  for (const { run, because } of c.leftOut ?? []) console.log(`  left out     ${run} (${because})`)
  for (const note of notes) console.log(`  note         ${note}`)
  console.log(sound ? 'SOUND' : `NOT SOUND: ${many(findings.length, 'finding')}`)
  findings.forEach(({ message }, i) => console.log(`  ${i + 1}. ${message}`))
}

function print(dir, { sound, findings, notes, ...r }, expected) {
  console.log(`Baton record ${r.origin ?? '(unknown)'} in ${dir}
  entries      ${r.entries}
  checkpoints  ${r.checkpoints} with a good signature
  tree root    ${r.root ? `${r.root}, hex ${base64(r.root).toString('hex')}` : '(no signed checkpoint)'}
  key          ${r.key} (${expected ? 'the expected one' : "the folder's own"})
  sealed       ${many(r.sealed, 'value')}: ${r.opened} opened and right, the rest erased or withheld`)
  for (const note of notes) console.log(`  note         ${note}`)
  console.log(sound ? 'SOUND' : `NOT SOUND: ${many(findings.length, 'finding')}`)
  findings.slice(0, 100).forEach(({ message }, i) => console.log(`  ${i + 1}. ${message}`))
  if (findings.length > 100) console.log(`  ... ${findings.length - 100} more: --json lists all`)
}

async function main(args) {
  const options = {}
  for (let arg; (arg = args.shift()) !== undefined;) {
    if (arg === '--json') options.json = true
    else if (/^--(key|kept|certificate)$/.test(arg) && args.length) options[arg.slice(2)] = args.shift()
    else if (arg.startsWith('-') || options.dir !== undefined) fail(USAGE)
    else options.dir = arg
  }
  const { dir = '.', key, kept } = options
  if (key !== undefined && !parseKey(key)) fail(`--key is no verifier key\n${USAGE}`)
  if (options.certificate !== undefined) {
    if (!existsSync(options.certificate)) fail(`${options.certificate} is missing\n${USAGE}`)
    const checked = checkCertificate(options.certificate, options)
    if (options.json) console.log(JSON.stringify(checked, null, 2))
    else printCertificate(options.certificate, checked)
    return checked.sound ? 0 : 1
  }
  if (!existsSync(dir) || !statSync(dir).isDirectory()) fail(`${dir} is no folder\n${USAGE}`)
  if (kept !== undefined && !existsSync(kept)) fail(`${kept} is missing\n${USAGE}`)
  const result = await checkFolder(dir, options)
  if (options.json) console.log(JSON.stringify(result, null, 2))
  else print(dir, result, key)
  return result.sound ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => console.error(error.message) ?? 2)
