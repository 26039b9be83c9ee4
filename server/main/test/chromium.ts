import { accessSync, constants, existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { runScript, runTool } from './tool'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * A Chromium for the browser journeys: one that is there, else one that can be installed.
 * @throws Error saying what to do
 */
export async function findChromium(): Promise<string> {
  const given = process.env['PLAYWRIGHT_CHROMIUM']
  if (given) {
    if (isExecutable(given)) return given
    throw new Error(`PLAYWRIGHT_CHROMIUM names ${given}, which is not a program.`)
  }
  const found = present()
  if (found) return found
  await install()
  const installed = present()
  if (installed) return installed
  throw new Error(
    'The browser journeys need Chromium, and none could be installed: install Chromium or Google Chrome, or name one in PLAYWRIGHT_CHROMIUM.',
  )
}

function present(): string | undefined {
  return [...usual, chromium.executablePath()].find(isExecutable)
}

/** Debian's own first, where we may: it brings the libraries that Playwright's download expects on the system. */
async function install(): Promise<void> {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await runTool('apt-get', ['update', '-q'], { env })
    await runTool('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env })
    if (present()) return
  }
  await runScript('@playwright/test/cli.js', ['install', 'chromium'], { limitMs: 5 * 60_000 })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
