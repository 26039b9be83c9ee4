import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { baton } from './testing/launch'

// Each is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'baton detect '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('baton detect', () => {
  it('finds what a file holds', async () => {
    const { code, out, err } = await baton(['detect', file('letter.txt', 'SSN 078-05-1120')])
    expect([code, err]).toEqual([0, ''])
    expect(JSON.parse(out)).toEqual({ spans: [{ type: 'US_SSN', start: 4, end: 15 }] })
  })

  it('answers a batch line by line, counts characters, and names the lines it cannot read', async () => {
    const lines = file(
      'lines.jsonl',
      ['{"id":"a","text":"nothing"}', '', '{"id":2,"text":"👩‍🚀 first@mail.example"}', '{"id":"c"}', 'no'].join(
        '\n',
      ),
    )
    const { code, out, err } = await baton(['detect', '--batch', lines])
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { id: 'a', spans: [] },
      { id: 2, spans: [{ type: 'EMAIL_ADDRESS', start: 4, end: 22 }] },
    ])
    expect(err).toContain('Line 4: "text" is missing')
    expect(err).toContain('Line 5: this is not JSON')
    expect(code).toBe(2)
  })

  it.each([
    ['a file that is not there', [join(folder, 'nowhere.txt')]],
    ['a batch that is not there', ['--batch', join(folder, 'nowhere.jsonl')]],
    ['nothing at all', []],
  ])('%s is no answer: exit 2', async (_what, args) => {
    const { code, out, err } = await baton(['detect', ...args])
    expect([code, out]).toEqual([2, ''])
    expect(err).not.toBe('')
  })
})
