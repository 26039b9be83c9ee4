import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from './command'
import { digestOf, whenStale } from './stamp'
import type { StartOptions, Step } from './start-options'

/** Prisma's client, generated from the schema. */
export async function generateClient(root: string, step: Step): Promise<void> {
  const digest = digestOf(root, ['prisma/schema.prisma', 'node_modules/prisma/package.json'])
  await whenStale(join(root, 'prisma', 'generated', '.stamp'), digest, () =>
    step('Generating the database client', async () => {
      await runNode(['node_modules/prisma/build/index.js', 'generate'], {
        cwd: root,
        env: { ...process.env, NO_COLOR: '1' },
        failure: 'Prisma could not generate its client',
      })
    }),
  )
}

/**
 * The practice workspace, its teams and accounts. The seed may be run again (it adds what is missing), so it is when
 * its sources have changed or the database is another one.
 * @returns what the seed has to say to people: the first admin's password, once
 */
export async function seed(
  { root, stateDir }: StartOptions,
  step: Step,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const script = 'prisma/seed/seed.ts'
  if (!existsSync(join(root, script))) return ''
  let said = ''
  const digest = `${digestOf(root, ['prisma/seed'])} ${new URL(env['DATABASE_URL'] ?? '').host} ${env['HOST'] ?? ''}`
  await whenStale(join(stateDir, 'seeded'), digest, () =>
    step('Seeding', async () => {
      said = await runNode(['--import', 'tsx', script], { cwd: root, env, failure: 'The seed failed' })
    }),
  )
  return said.trim()
}

/** Next's production build, when anything it is made of has changed. */
export async function build(root: string, step: Step, env: NodeJS.ProcessEnv): Promise<void> {
  const digest = digestOf(root, [
    ...['app', 'components', 'domain', 'server', 'public', 'prisma/schema.prisma', 'package-lock.json'],
    ...['next.config.mjs', 'tailwind.config.ts', 'postcss.config.mjs', 'tsconfig.json', 'proxy.ts'],
  ])
  await whenStale(join(root, '.next', 'built-from'), digest, () =>
    step('Building the console', async () => {
      await runNode(['node_modules/next/dist/bin/next', 'build'], {
        cwd: root,
        env: { ...env, NO_COLOR: '1' },
        failure: 'The console could not be built',
      })
    }),
  )
}
