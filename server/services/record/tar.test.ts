import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { tarOf } from './tar'

const work = mkdtempSync(join(tmpdir(), 'baton-tar-'))
afterAll(() => rmSync(work, { recursive: true }))

describe('tarOf', () => {
  it('is read by tar as it was', async () => {
    mkdirSync(join(work, 'in/checkpoints'), { recursive: true })
    const files: Record<string, Buffer> = {
      checkpoint: Buffer.from('note\n'),
      'entries.jsonl': Buffer.alloc(100_001, 'Zoë '),
      'checkpoints/0000000000000020': Buffer.alloc(512, 7),
      empty: Buffer.alloc(0),
    }
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(work, 'in', name), bytes)
    const chunks: Uint8Array[] = []
    for await (const chunk of tarOf(join(work, 'in'), 'record-4', new Date(0))) chunks.push(chunk)
    writeFileSync(join(work, 'a.tar'), Buffer.concat(chunks))
    const read = spawnSync('tar', ['-xf', 'a.tar'], { cwd: work, encoding: 'utf8' })
    expect(read.stderr).toBe('')
    expect(read.status).toBe(0)
    for (const [name, bytes] of Object.entries(files))
      expect(readFileSync(join(work, 'record-4', name)).equals(bytes)).toBe(true)
  })
})
