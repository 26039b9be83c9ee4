import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { startTwoWorkspaces } from '@/server/services/testing/two-workspaces'
import { launch, ROOT, type Ended, type Typed } from './launch'

export type CliBench = Awaited<ReturnType<typeof startCliBench>>

/** The command line beside a workspace and its worker, typed in an empty folder far from the installation. */
export async function startCliBench() {
  const two = await startTwoWorkspaces()
  const url = String(two.db.pool.options.connectionString)
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'baton cli ')))
  return {
    ...two,
    url,
    folder,
    /** Runs `baton …`, and looks at what nothing it says may hold. */
    async baton(args: string[], { env = {}, ...typed }: Typed = {}): Promise<Ended> {
      const ended = await launch(process.execPath, [join(ROOT, 'server/cli/baton.mjs'), ...args], {
        cwd: folder,
        env: { DATABASE_URL: url, BATON_SECRET_KEY: process.env['BATON_SECRET_KEY'] ?? '', ...env },
        ...typed,
      })
      const secret = URL.canParse(env['DATABASE_URL'] ?? url)
        ? new URL(env['DATABASE_URL'] ?? url).password
        : ''
      for (const said of [ended.out, ended.err]) {
        expect(said).not.toMatch(/^\s+at .+[:(]\d+/m)
        expect(said).not.toMatch(/node_modules|\.ts:\d+|Prisma|Invalid `/)
        if (secret) expect(said).not.toContain(secret)
      }
      return ended
    },
    async close() {
      rmSync(folder, { recursive: true, force: true })
      await two.close()
    },
  }
}
