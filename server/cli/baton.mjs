#!/usr/bin/env node
// `npx baton` and `npm run baton --`: hands over to the TypeScript below with the packages' own loader.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
if (!existsSync(join(root, 'node_modules/tsx'))) {
  console.error('Baton is not installed here yet: run `npm start` once.')
  process.exit(2)
}
// `npm run` goes to the installation's folder first; files are meant from where it was typed.
const typedIn = process.env['npm_lifecycle_event'] === 'baton' ? process.env['INIT_CWD'] : undefined
if (typedIn && existsSync(typedIn)) process.chdir(typedIn)
// `baton … | head` ends the pipe early, which is no failure.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1))
// What goes wrong is said in words; the log is the servers'.
process.env['LOG_LEVEL'] ??= 'silent'
process.env['TSX_TSCONFIG_PATH'] = join(root, 'tsconfig.json')
const { register } = await import('tsx/esm/api')
register()
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2), root)
