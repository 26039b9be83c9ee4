import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

const BLOCK = 512

/**
 * A folder as a tar archive (POSIX.1-1988 ustar), files and folders by name, everything below `name/`.
 * @throws RangeError for a path of more than 100 bytes: an export has none
 */
export async function* tarOf(dir: string, name: string, at: Date): AsyncGenerator<Uint8Array> {
  yield* entriesIn(dir, name, at)
  yield Buffer.alloc(BLOCK * 2)
}

async function* entriesIn(dir: string, name: string, at: Date): AsyncGenerator<Uint8Array> {
  yield header(`${name}/`, 0, at, '5')
  for (const each of (await readdir(dir, { withFileTypes: true })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(dir, each.name)
    if (each.isDirectory()) {
      yield* entriesIn(path, `${name}/${each.name}`, at)
      continue
    }
    const { size } = await stat(path)
    yield header(`${name}/${each.name}`, size, at, '0')
    for await (const chunk of createReadStream(path)) yield chunk as Buffer
    if (size % BLOCK > 0) yield Buffer.alloc(BLOCK - (size % BLOCK))
  }
}

function header(path: string, size: number, at: Date, type: '0' | '5'): Buffer {
  const block = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(path) > 100) throw new RangeError(`Too long a path for a tar archive: ${path}`)
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`
  block.write(path, 0)
  block.write(octal(type === '5' ? 0o755 : 0o644, 7), 100)
  block.write(octal(0, 7), 108)
  block.write(octal(0, 7), 116)
  block.write(octal(size, 11), 124)
  block.write(octal(Math.floor(at.getTime() / 1000), 11), 136)
  // The checksum counts itself as blanks.
  block.write(' '.repeat(8), 148)
  block.write(type, 156)
  block.write('ustar\x0000', 257)
  block.write('baton', 265)
  block.write('baton', 297)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}
