import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { BatonError } from '@/domain/problem'

/** A file's text, or standard input's for `-`. @throws BatonError not_found */
export async function readText(file: string): Promise<string> {
  if (file === '-') return text(process.stdin)
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const why =
      { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' }[code] ??
      code
    throw new BatonError('not_found', `${file} cannot be read: ${why}.`)
  }
}
