// `npm run bench`: installs what only the bench needs, then measures. See README.md.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const here = import.meta.dirname
const root = join(here, '..')
const run = (command, args, cwd, env = {}) => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) process.exit(status ?? 1)
}
if (!existsSync(join(root, 'node_modules/tsx'))) run('npm', ['ci'], root)
if (!existsSync(join(root, 'prisma/generated/client.ts'))) run('npx', ['prisma', 'generate'], root)
if (!existsSync(join(here, 'node_modules/@langchain/langgraph'))) run('npm', ['ci'], here)
run(process.execPath, ['--import', 'tsx', join(here, 'steps.ts'), ...process.argv.slice(2)], root, {
  TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
})
