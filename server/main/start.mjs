// `npm start`: everything from a fresh clone to an address to open. Until the packages are installed only Node's
// own modules are used; what follows is TypeScript, in start/start.ts.
import { chdir } from 'node:process'
import { fileURLToPath } from 'node:url'
import { installPackages } from './start/install.mjs'
import { checkNode } from './start/node-version.mjs'
import { readOptions } from './start/options.mjs'
import { checkPort } from './start/port.mjs'
import { explain, step } from './start/say.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

try {
  chdir(root)
  checkNode(root)
  const options = readOptions(process.argv.slice(2), process.env, root)
  if (options.only !== 'worker') await checkPort(options.host, options.port)
  await installPackages(root)
  const { register } = await import('tsx/esm/api')
  register()
  const { start } = await import('./start/start.ts')
  await start(options, step)
} catch (error) {
  explain(error)
  process.exit(1)
}
