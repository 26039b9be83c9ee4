import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, goTo, test } from '../support/journey'

test('an auditor exports the record, verifies it offline, and a changed entry is named', async ({
  accountOf,
  installation,
  signInAs,
}, info) => {
  const api = await installation.api('operator')
  const run = await api.startRun({ account_id: accountOf('normal', 30) })
  await api.waitForStatus(run, 'done')

  const page = await signInAs('auditor')
  await goTo(page, 'Record')
  const soundness = page.getByRole('region', { name: 'Soundness of the record' })
  await expect(soundness).toContainText(/sound/i)
  await page.getByRole('button', { name: 'Export' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export the record' })
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'Download the archive' }).click()
  const archive = info.outputPath('record.tar')
  await (await downloading).saveAs(archive)

  execFileSync('tar', ['-xf', archive, '-C', info.outputDir])
  const name = readdirSync(info.outputDir).find((each) => each.startsWith('baton-record-')) ?? ''
  const folder = info.outputPath(name)
  const sound = verify(folder)
  expect(sound.said).toContain('SOUND')
  expect(sound.status).toBe(0)
  expect(await installation.baton('record', 'verify', folder)).toContain('SOUND')

  const forged = info.outputPath('forged')
  cpSync(folder, forged, { recursive: true })
  const line = changeOneByte(join(forged, 'entries.jsonl'), run)
  const found = verify(forged)
  expect(found.status).toBe(1)
  expect(found.said).toContain('NOT SOUND: 1 finding')
  // What no checkpoint was signed between is proven as one.
  const named = /(?:entries (\d+)\.\.(\d+) do|entry (\d+) does) not match/.exec(found.said) ?? []
  const [first, last] = [Number(named[1] ?? named[3]), Number(named[2] ?? named[3])]
  expect(first <= line && line <= last, `${line} is within ${first} and ${last}`).toBe(true)
  await expect(installation.baton('record', 'verify', forged)).rejects.toThrow()
})

test('the command line exports the same record', async ({ installation }, info) => {
  const folder = info.outputPath('record')
  expect(await installation.baton('record', 'export', folder)).toMatch(/^\d+ entries, \d+ checkpoints/)
  expect(verify(folder).said).toContain('SOUND')
})

/** With the verifier that came in the folder, as somebody does who has nothing else. */
function verify(folder: string): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'verify.mjs'), folder], {
    encoding: 'utf8',
  })
  return { status, said: stdout + stderr }
}

/** Another digit in the time of the first entry about a run. @returns its line, counted from 1 */
function changeOneByte(file: string, run: string): number {
  const lines = readFileSync(file, 'utf8').split('\n')
  const at = lines.findIndex((line) => line.includes(run))
  const line = lines[at] ?? ''
  const place = line.indexOf('.', line.indexOf('"at":"')) + 1
  const digit = line[place] === '0' ? '1' : '0'
  lines[at] = line.slice(0, place) + digit + line.slice(place + 1)
  writeFileSync(file, lines.join('\n'))
  return at + 1
}
