import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { step } from './say.mjs'

/** Installs the packages when they are missing or the lock file has changed since. */
export async function installPackages(root) {
  const lock = join(root, 'package-lock.json')
  const stamp = join(root, 'node_modules', '.baton-installed')
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!installedSince(root, lock)) {
    await step('Installing packages', async () => {
      const first = await npm(root, ['ci'])
      if (first.code === 0) return
      const second = await npm(root, ['install', '--no-save'])
      if (second.code !== 0) throw new Error(`npm could not install the packages: ${reason(second.output)}`)
    })
  }
  writeFileSync(stamp, wanted)
}

/** Whether npm itself, called by hand, has installed this lock file: it leaves its own copy of what it did. */
function installedSince(root, lock) {
  const own = join(root, 'node_modules', '.package-lock.json')
  return existsSync(own) && statSync(own).mtimeMs >= statSync(lock).mtimeMs
}

function npm(root, args) {
  // Under `npm start` this is the very npm that runs us; the building tools are needed, whatever NODE_ENV says.
  const cli = process.env.npm_execpath
  const [command, first] = cli && /npm-cli\.c?js$/.test(cli) ? [process.execPath, [cli]] : ['npm', []]
  const flags = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args, ...flags], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => reject(new Error(`npm could not be run: ${error.message}`)))
    child.once('exit', (code) => resolve({ code, output }))
  })
}

function reason(output) {
  const lines = output.split('\n').filter((line) => /^npm error (?!A complete log|code)/.test(line))
  return (lines.slice(0, 3).join(' ') || output.trim().slice(-400)).replaceAll('npm error ', '')
}
