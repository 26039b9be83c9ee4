// `npm run bench` and `npm --prefix bench run scale`: installs what only the bench needs, then measures. See README.md.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname
const root = join(here, '..')
const [file = 'steps.ts', ...rest] = /\.ts$/.test(process.argv[2] ?? '')
  ? process.argv.slice(2)
  : ['steps.ts', ...process.argv.slice(2)]
const run = (command, args, cwd, env = {}) => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) process.exit(status ?? 1)
}
if (!existsSync(join(root, 'node_modules/tsx'))) run('npm', ['ci'], root)
if (!existsSync(join(root, 'prisma/generated/client.ts'))) run('npx', ['prisma', 'generate'], root)
// Only the comparison needs its peers.
if (file === 'steps.ts' && !existsSync(join(here, 'node_modules/@langchain/langgraph')))
  run('npm', ['ci'], here)
run(process.execPath, ['--import', 'tsx', join(here, file), ...rest], root, {
  TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
})
