import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @throws Error when this Node.js is older than package.json asks for */
export function checkNode(root) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const wanted = engines.node.replace(/[^\d.]/g, '')
  const [major, minor = 0] = wanted.split('.').map(Number)
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return
  throw new Error(
    `Baton needs Node.js ${wanted} or newer; this is ${process.versions.node} (${process.execPath}).`,
  )
}
