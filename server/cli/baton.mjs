#!/usr/bin/env node
// `npx baton` and `npm run baton --`: hands over to the TypeScript below with the packages' own loader.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
if (!existsSync(join(root, 'node_modules/tsx')) || !existsSync(join(root, 'prisma/generated/client.ts'))) {
  console.error('Baton is not installed here yet: run `npm start` once.')
  process.exit(2)
}
process.env['TSX_TSCONFIG_PATH'] = join(root, 'tsconfig.json')
const { register } = await import('tsx/esm/api')
register()
const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2), root)
