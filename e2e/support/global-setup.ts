import { startInstallation } from './installation'
import { PLACE_VARIABLE } from './shared-place'

/** One installation for the whole run; what is returned ends it, also after failures. One that was named is used as it is. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env[PLACE_VARIABLE]) return async () => undefined
  const { place, stop } = await startInstallation()
  process.env[PLACE_VARIABLE] = JSON.stringify(place)
  return stop
}
