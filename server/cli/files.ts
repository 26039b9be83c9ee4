import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { BatonError } from '@/domain/problem'
import { UsageError } from './command'

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

/** The same for a command whose exit code is its answer. @throws UsageError, as what cannot be read is no answer */
export async function readAsked(file: string): Promise<string> {
  try {
    return await readText(file)
  } catch (error) {
    if (error instanceof BatonError) throw new UsageError(error.message)
    throw error
  }
}
