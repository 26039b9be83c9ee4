import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toBase64, toHex } from '@/domain/record/digest'
import {
  appendToFrontier,
  consistencyProof,
  inclusionProof,
  leafHash,
  rootOf,
  type Hash,
} from '@/domain/record/merkle'
import { formatCheckpoint, formatVerifierKey, signNote } from '@/domain/record/note'
import type { RecordHead } from '../record-types'
import { checkProof } from './check-proof'
import { judgeHead, toRemember } from './judge-head'
import { verifyLatest } from './verify-latest'

const bodies = Array.from({ length: 50 }, (_, i) => `{"entry":${i}}`)
const hashes = (texts: string[]): Hash[] => texts.map((text) => leafHash(new TextEncoder().encode(text)))
const leaves = hashes(bodies)

function newLog() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const note = (size: number, over = leaves) =>
    signNote(
      formatCheckpoint({ origin: 'baton/ws', size, root: rootOf(over.slice(0, size)) }),
      'baton/ws',
      raw,
      (m) => sign(null, m, privateKey),
    )
  const head = (sizes: number[], over = leaves): RecordHead => ({
    entries: 50,
    since: null,
    newest: '50',
    waiting: 0,
    key: formatVerifierKey('baton/ws', raw),
    checkpoints: sizes.map((size, i) => ({
      number: sizes.length - i,
      size,
      at: new Date(0),
      note: note(size, over),
    })),
  })
  return { note, head, key: formatVerifierKey('baton/ws', raw) }
}
const log = newLog()
const grow = async (from: number, to: number) => ({ path: consistencyProof(leaves, from, to).map(toBase64) })

const entry = (index: number, size = 50) => ({
  body: bodies[index] as string,
  storedHash: toHex(leaves[index] as Hash),
  proven: {
    index,
    size,
    path: inclusionProof(leaves.slice(0, size), index).map(toBase64),
    note: log.note(size),
    number: 2,
    previous: {
      note: log.note(20),
      number: 1,
      growth: { from: 20, to: size, path: consistencyProof(leaves, 20, size).map(toBase64) },
    },
    key: log.key,
    covered: { number: 1, size: 20, at: new Date(0) },
  },
})
const failing = async (given: Parameters<typeof checkProof>[0]) =>
  (await checkProof(given)).checks.filter(({ holds }) => !holds).map(({ name }) => name)

describe('checkProof', () => {
  it('finds a sound entry sound', async () => {
    const { sound, checks } = await checkProof(entry(7))
    expect(sound).toBe(true)
    expect(checks.map(({ name }) => name)).toEqual([
      'Fingerprint',
      'In the record',
      'Only added to',
      'Signature',
    ])
  })

  it('names what does not hold', async () => {
    expect(await failing({ ...entry(7), body: '{"entry":8}' })).toEqual(['Fingerprint', 'In the record'])
    const { proven } = entry(7)
    expect(await failing({ ...entry(7), proven: { ...proven, index: 8 } })).toEqual(['In the record'])
    expect(
      await failing({
        ...entry(7),
        proven: { ...proven, previous: { ...proven.previous, note: log.note(21) } },
      }),
    ).toEqual(['Only added to'])
    expect(await failing({ ...entry(7), proven: { ...proven, key: newLog().key } })).toContain('Signature')
  })

  it('says nothing of an entry that waits', async () => {
    expect((await checkProof({ ...entry(7), proven: null })).sound).toBeNull()
  })
})

describe('judgeHead', () => {
  const seen = (size: number, over = leaves) =>
    toRemember({ size, root: rootOf(over.slice(0, size)) }, log.key, new Date(0))

  it('holds the record to what was seen', async () => {
    expect(await judgeHead(log.head([50, 40, 20]), null, grow)).toMatchObject({ state: 'sound', size: 50 })
    expect(await judgeHead(log.head([50]), seen(20), grow)).toMatchObject({ state: 'sound' })
    expect(await judgeHead(log.head([50]), seen(50), grow)).toMatchObject({ state: 'sound' })
  })

  it('finds a record that was rewritten, cut off, or signed by another', async () => {
    const other = hashes(bodies.map((body, i) => (i === 3 ? 'forged' : body)))
    const forged = async (from: number, to: number) => ({
      path: consistencyProof(other, from, to).map(toBase64),
    })
    expect((await judgeHead(log.head([50], other), seen(20), forged)).state).toBe('unsound')
    expect((await judgeHead(log.head([20], other), seen(20), forged)).state).toBe('unsound')
    expect((await judgeHead(log.head([20]), seen(50), grow)).state).toBe('unsound')
    expect((await judgeHead(newLog().head([50]), seen(20), grow)).state).toBe('unsound')
    expect((await judgeHead({ ...log.head([50]), checkpoints: [], key: null }, seen(20), grow)).state).toBe(
      'unsound',
    )
    expect((await judgeHead({ ...log.head([50]), key: newLog().key }, null, grow)).state).toBe('unsound')
  })

  it('has nothing to say of nothing', async () => {
    expect(await judgeHead({ ...log.head([]), key: null }, null, grow)).toEqual({ state: 'empty' })
  })
})

describe('verifyLatest', () => {
  const read = (texts: string[]) => async (from: number, to: number, frontier: boolean) => ({
    from,
    bodies: texts.slice(from, Math.min(to, from + 7)),
    frontier: frontier
      ? hashes(texts.slice(0, from))
          .reduce<Hash[]>((f, leaf, i) => appendToFrontier(f, i, leaf), [])
          .map(toBase64)
      : [],
  })
  const run = (texts: string[], count: number) =>
    verifyLatest(log.head([50]), count, read(texts), () => undefined, new AbortController().signal)

  it.each([1, 13, 50, 999])('rebuilds the signed root from the last %i', async (count) => {
    expect(await run(bodies, count)).toMatchObject({ state: 'sound', to: 50, from: Math.max(0, 50 - count) })
  })

  it('finds one altered or missing entry', async () => {
    expect(
      (
        await run(
          bodies.map((body, i) => (i === 44 ? 'x' : body)),
          10,
        )
      ).state,
    ).toBe('unsound')
    expect(
      (
        await run(
          bodies.map((body, i) => (i === 3 ? 'x' : body)),
          10,
        )
      ).state,
    ).toBe('unsound')
    expect((await run(bodies.slice(0, 48), 10)).state).toBe('unsound')
  })
})
