import { createServer, type Server } from 'node:http'

/** A server that leads astray: by redirects, or by answers that are too large or too slow. Tells each request. */
export function hostileServer(onRequest: () => void): Server {
  return createServer((request, response) => {
    onRequest()
    const { url = '/', headers } = request
    const go = (location: string, status = 302) => void response.writeHead(status, { location }).end()
    const here = `http://${headers.host ?? ''}`
    if (url.startsWith('/to-metadata')) return go('http://169.254.169.254/latest/meta-data/')
    if (url.startsWith('/to-loopback')) return go(`http://127.0.0.1:${new URL(here).port}/inside`)
    if (url.startsWith('/to-other-port')) return go('http://pinned.example:1/inside', 307)
    if (url.startsWith('/to-https')) return go(here.replace('http:', 'https:'), 308)
    if (url.startsWith('/to-file')) return go('file:///etc/passwd')
    if (url.startsWith('/to-gopher')) return go('gopher://127.0.0.1:6379/_INFO')
    if (url.startsWith('/to-schemeless')) return go('//169.254.169.254/latest')
    if (url.startsWith('/to-backslash')) return go('\\\\169.254.169.254\\latest')
    if (url.startsWith('/to-userinfo')) return go('http://pinned.example@127.0.0.1/inside', 303)
    if (url.startsWith('/chain-1')) return go('/chain-2')
    if (url.startsWith('/chain-2')) return go('http://10.0.0.1/inside')
    if (url.startsWith('/circle')) return go('/circle')
    if (url.startsWith('/big')) return void response.writeHead(200).end('x'.repeat(1024 * 1024 + 1))
    if (url.startsWith('/drip')) {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 50)
      return void response.on('close', () => clearInterval(timer))
    }
    if (url.startsWith('/silent')) return
    response.end('reached')
  })
}
