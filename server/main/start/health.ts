import { setTimeout as sleep } from 'node:timers/promises'
import type { Supervisor } from './supervisor'

/** What people open in the browser. */
export function addressOf(host: string, port: number): string {
  return `http://${urlHost(host)}:${port}`
}

/**
 * Waits until the console answers, and until its health is good and there is something to practise on if that comes soon.
 * @returns a remark, when it answers but says it is not well
 * @throws Error when the web process keeps dying or nothing answers for three minutes
 */
export async function untilHealthy(address: string, supervisor: Supervisor): Promise<string | undefined> {
  const begun = Date.now()
  let firstAnswer: number | undefined
  let remark: string | undefined
  while (Date.now() - begun < 180_000) {
    if (supervisor.failuresOf('web') >= 2) {
      throw new Error(`The web server does not start:\n${supervisor.lastWords('web')}`)
    }
    const status = await ask(`${address}/api/health`)
    const practises = supervisor.isReady('practice')
    if (status === 200 && practises) return undefined
    if (status !== undefined) {
      firstAnswer ??= Date.now()
      remark =
        status === 200
          ? 'the practice services have not begun yet'
          : `${address}/api/health answers ${status}`
      // The worker's lease and the sequencer follow within seconds of the first request.
      if (status === 404 || Date.now() - firstAnswer > 20_000) return remark
    }
    await sleep(100)
  }
  throw new Error(
    `The web server did not answer at ${address} within three minutes:\n${supervisor.lastWords('web')}`,
  )
}

async function ask(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(60_000), redirect: 'manual' })
    await response.body?.cancel()
    return response.status
  } catch {
    return undefined
  }
}

/** A server on all interfaces is reached by loopback. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
