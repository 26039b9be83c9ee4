// `npm test`: installs if needed, then every check and every test there is. `--only=check|unit|int|e2e` for a part of
// it; further words go to the test runner (`npm test -- --only=int server/db`).
import { chdir } from 'node:process'
import { fileURLToPath } from 'node:url'
import { installPackages } from './start/install.mjs'
import { checkNode } from './start/node-version.mjs'
import { explain } from './start/say.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

try {
  chdir(root)
  checkNode(root)
  await installPackages(root)
  const { register } = await import('tsx/esm/api')
  register()
  const { test } = await import('./test/run.ts')
  process.exit(await test(root, process.argv.slice(2)))
} catch (error) {
  explain(error)
  console.log('0 passed, 1 failed')
  process.exit(1)
}
