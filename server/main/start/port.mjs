import { createServer } from 'node:net'

/** @throws Error when somebody listens there already, before anything slow is done */
export async function checkPort(host, port) {
  const problem = await new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
  if (!problem) return
  if (problem.code === 'EADDRINUSE') {
    throw new Error(
      `Port ${port} on ${host} is in use; end what listens there, or choose another with PORT=${port + 1} npm start.`,
    )
  }
  if (problem.code === 'EACCES')
    throw new Error(`Port ${port} needs more rights than this account has; choose another with PORT.`)
  throw new Error(`Cannot listen on ${host} port ${port} (${problem.code}); check HOST and PORT.`)
}
