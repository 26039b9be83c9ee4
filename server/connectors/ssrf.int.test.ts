import type { Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callHttp, type ConnectorError, type HttpTarget } from './http'
import { hostileServer } from './testing/hostile-server'
import { fetchApi, hasty, listed, names, refusal, waysOut } from './testing/ways-out'

// Every way out of this process, against addresses that somebody hostile would have it call. The listeners stand at all
// addresses of this machine, where most of them lead: what reaches them has got through.

let listener: Server
let tcp: TcpServer
let port: number
let tcpPort: number
/** The one address of this machine that is listed where one is. */
const here = listed('127.0.0.1')

let reached = 0
let tcpReached = 0

beforeAll(async () => {
  listener = hostileServer(() => reached++)
  tcp = createTcpServer((socket) => {
    tcpReached++
    socket.on('error', () => undefined)
  })
  await new Promise<void>((done) => listener.listen(0, '0.0.0.0', done))
  await new Promise<void>((done) => tcp.listen(0, '0.0.0.0', done))
  port = (listener.address() as AddressInfo).port
  tcpPort = (tcp.address() as AddressInfo).port
})
afterAll(() => {
  listener.closeAllConnections()
  listener.close()
  tcp.close()
})

interface Case {
  what: string
  url?: string
  target?: Partial<HttpTarget>
  path?: string
  /** What it is refused with; `refused_address` where nothing is said. */
  code?: ConnectorError['code']
}

const ip = (what: string, url: string, code?: ConnectorError['code']): Case => ({
  what,
  url,
  ...(code && { code }),
})

/** Literal addresses, in every spelling; then names. */
const LITERALS: Case[] = [
  ip('loopback', 'http://127.0.0.1/'),
  ip('loopback, another of its 16 million', 'http://127.255.255.254/'),
  ip('this host', 'http://0.0.0.0/'),
  ip('private 10/8', 'http://10.0.0.1/'),
  ip('private 172.16/12', 'http://172.31.255.254/'),
  ip('private 192.168/16', 'http://192.168.0.1/'),
  ip('shared address space of carriers', 'http://100.64.0.1/'),
  ip('link-local: metadata of AWS, Azure, GCP', 'http://169.254.169.254/latest/meta-data/'),
  ip('metadata of ECS tasks', 'http://169.254.170.2/v2/credentials'),
  ip('metadata of Alibaba', 'http://100.100.100.200/latest/meta-data/'),
  ip('multicast', 'http://224.0.0.1/'),
  ip('broadcast', 'http://255.255.255.255/'),
  ip('reserved 240/4', 'http://240.0.0.1/'),
  ip('documentation', 'http://192.0.2.1/'),
  ip('benchmarking', 'http://198.18.0.1/'),
  ip('IETF protocol assignments', 'http://192.0.0.1/'),
  ip('decimal', 'http://2130706433/'),
  ip('octal', 'http://0177.0.0.1/'),
  ip('hexadecimal', 'http://0x7f.0x0.0x0.0x1/'),
  ip('hexadecimal in one', 'http://0x7f000001/'),
  ip('short form', 'http://127.1/'),
  ip('mixed bases', 'http://0x7f.1/'),
  ip('full-width digits', 'http://１２７.０.０.１/'),
  ip('circled digits', 'http://①②⑦.⓪.⓪.①/'),
  ip('with a trailing dot', 'http://127.0.0.1./'),
  ip('percent-encoded', 'http://%31%32%37.0.0.1/'),
  ip('a name and password before it', 'http://crm.example@127.0.0.1/'),
  ip('a port of a database', 'http://127.0.0.1:5432/'),
  ip('IPv6 loopback', 'http://[::1]/'),
  ip('IPv6 unspecified', 'http://[::]/'),
  ip('IPv6 unique local', 'http://[fd12:3456:789a::1]/'),
  ip('IPv6 metadata of AWS', 'http://[fd00:ec2::254]/'),
  ip('IPv6 link-local', 'http://[fe80::1]/'),
  ip('IPv6 site-local, deprecated', 'http://[fec0::1]/'),
  ip('IPv6 multicast', 'http://[ff02::1]/'),
  ip('IPv4 mapped', 'http://[::ffff:127.0.0.1]/'),
  ip('IPv4 mapped, in hexadecimal', 'http://[::ffff:a9fe:a9fe]/'),
  ip('IPv4 compatible, deprecated', 'http://[::127.0.0.1]/'),
  ip('IPv4 translated', 'http://[::ffff:0:127.0.0.1]/'),
  ip('6to4 around a private address', 'http://[2002:7f00:1::]/'),
  ip('NAT64 around a private address', 'http://[64:ff9b::10.0.0.1]/'),
  ip('NAT64, a local prefix', 'http://[64:ff9b:1::10.0.0.1]/'),
  ip('Teredo', 'http://[2001:0:53aa:64c:0:fffe:80ff:fffe]/'),
  ip('another protocol', 'file:///etc/passwd', 'misconfigured'),
  ip('another protocol that speaks to databases', 'gopher://127.0.0.1:6379/_INFO', 'misconfigured'),
]

const NAMES: Case[] = [
  { what: 'localhost by name', url: 'http://localhost/' },
  {
    what: 'localhost with a trailing dot',
    url: 'http://localhost./',
    target: { resolver: names({ localhost: [['127.0.0.1']] }).resolver },
  },
  {
    what: 'a name that means a private address',
    url: 'http://inside.example/',
    target: { resolver: names({ 'inside.example': [['10.0.0.1']] }).resolver },
  },
  {
    what: 'a name with one public and one private address',
    url: 'http://both.example/',
    target: { resolver: names({ 'both.example': [['93.184.216.34', '127.0.0.1']] }).resolver },
  },
  {
    what: 'a path that names another host',
    url: 'http://crm.example',
    path: '@127.0.0.1/inside',
    code: 'misconfigured',
  },
]

/** Redirects of a connection to an address of this machine, which is listed; nothing else is. */
const REDIRECTS: [what: string, path: string, reaches: number, code?: ConnectorError['code']][] = [
  ['to metadata', '/to-metadata', 1],
  ['to this machine by its address', '/to-loopback', 1],
  ['to another port', '/to-other-port', 1],
  ['from http to https', '/to-https', 1],
  ['to a file', '/to-file', 1],
  ['to another protocol', '/to-gopher', 1],
  ['without a protocol', '/to-schemeless', 1],
  ['by backslashes', '/to-backslash', 1],
  ['with a name before the host', '/to-userinfo', 1],
  ['by way of one that is in order', '/chain-1', 2],
  ['in circles', '/circle', 4, 'network'],
]

let refused = 0

describe('hostile addresses', () => {
  it.each([...LITERALS, ...NAMES])('$what', async ({ url = '', target, path = '/', code }) => {
    const before = reached
    const asked = callHttp(
      { name: 'Target', baseUrl: url, privateReach: [], ...target },
      { method: 'GET', path, ...hasty() },
    )
    expect(await refusal(asked)).toBe(code ?? 'refused_address')
    expect(reached).toBe(before)
    refused++
  })

  it.each(REDIRECTS)('a redirect %s', async (_what, path, reaches, code) => {
    const before = reached
    const { resolver } = names({ 'pinned.example': [['127.0.0.1']] })
    const target = { name: 'Target', baseUrl: `http://pinned.example:${port}`, privateReach: here, resolver }
    expect(await refusal(callHttp(target, { method: 'GET', path, ...hasty() }))).toBe(
      code ?? 'refused_address',
    )
    expect(reached - before).toBe(reaches)
    refused++
  })

  it('is refused in 60 cases and more', () => {
    expect(LITERALS.length + NAMES.length + REDIRECTS.length).toBeGreaterThanOrEqual(60)
    expect(refused).toBe(LITERALS.length + NAMES.length + REDIRECTS.length)
  })
})

describe('a name that changes what it means', () => {
  it('is resolved once for a line, and the checked address is called', async () => {
    const { resolver, asked } = names({ 'rebind.example': [['127.0.0.1'], ['169.254.169.254']] })
    const target = { name: 'Target', baseUrl: `http://rebind.example:${port}`, privateReach: here, resolver }
    const answer = await callHttp(target, { method: 'GET', path: '/', ...hasty() })
    expect([answer.body, asked()]).toEqual(['reached', 1])
  })

  it('is checked anew for the next line', async () => {
    const { resolver } = names({ 'rebind.example': [['169.254.169.254']] })
    const target = { name: 'Target', baseUrl: `http://rebind.example:${port}`, privateReach: here, resolver }
    expect(await refusal(callHttp(target, { method: 'GET', path: '/', ...hasty() }))).toBe('refused_address')
  })
})

describe('an answer', () => {
  it.each([
    ['larger than 1 MiB', '/big', 'too_large'],
    ['that drips for ever', '/drip', 'timeout'],
    ['that never begins', '/silent', 'timeout'],
  ])('%s is given up', async (_what, path, code) => {
    const target = { name: 'Target', baseUrl: `http://127.0.0.1:${port}`, privateReach: here }
    expect(await refusal(callHttp(target, { method: 'GET', path, ...hasty() }))).toBe(code)
  })
})

const ways = waysOut(() => ({ http: port, tcp: tcpPort }))
const everyWay = Object.entries({ ...ways, 'the fetch of an API’s description': fetchApi(() => port) })

/** Every way out, by a literal address, a name that means this machine, and metadata. */
describe.each(everyWay)('%s', (_way, go) => {
  const { resolver } = names({
    'inside.example': [['127.0.0.1']],
    'metadata.example': [['169.254.169.254']],
    'mixed.example': [['93.184.216.34', '::1']],
  })
  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254', 'localhost'])(
    'does not go to %s',
    async (host) => {
      const before = reached + tcpReached
      expect(await refusal(go(host, {}))).toBe('refused_address')
      expect(reached + tcpReached).toBe(before)
    },
  )

  it.each(['inside.example', 'metadata.example', 'mixed.example'])('does not go to %s', async (host) => {
    const before = reached + tcpReached
    expect(await refusal(go(host, { resolver }))).toBe('refused_address')
    expect(reached + tcpReached).toBe(before)
  })
})

/** What a list opens, and what stands beside it. */
const LISTS: [list: string, opens: string[], not: string[]][] = [
  ['127.0.0.2', ['127.0.0.2', 'two.example'], ['127.0.0.1', '127.0.0.3', 'three.example', 'both.example']],
  ['127.0.0.0/30', ['127.0.0.1', '127.0.0.3', 'two.example'], ['127.0.0.4', '127.1.0.1', 'four.example']],
  ['two.example', ['two.example', 'TWO.example'], ['127.0.0.2', 'three.example', 'also-two.example']],
  ['two.example:1', [], ['two.example', '127.0.0.2']],
  ['127.0.0.2:1', [], ['127.0.0.2', 'two.example']],
  ['10.0.0.0/8', [], ['127.0.0.2', '192.168.0.1', '172.16.0.1', '[fd00::1]']],
  ['metadata.example', [], ['metadata.example', '169.254.169.254']],
  ['169.254.170.2', [], ['metadata.example', '169.254.169.254']],
]

describe.each(Object.entries(ways))('what is listed for %s', (_way, go) => {
  const { resolver } = names({
    'two.example': [['127.0.0.2']],
    'TWO.example': [['127.0.0.2']],
    'also-two.example': [['127.0.0.2']],
    'three.example': [['127.0.0.3']],
    'four.example': [['127.0.0.4']],
    'both.example': [['127.0.0.2', '127.0.0.3']],
    'metadata.example': [['169.254.169.254']],
  })
  const target = (list: string) => ({ privateReach: listed(list), resolver })

  it.each(LISTS.flatMap(([list, opens]) => opens.map((host) => [list, host] as const)))(
    '%s lets through to %s',
    async (list, host) => {
      const before = reached + tcpReached
      expect(await refusal(go(host, target(list)))).not.toBe('refused_address')
      expect(reached + tcpReached).toBeGreaterThan(before)
    },
  )

  it.each(LISTS.flatMap(([list, , not]) => not.map((host) => [list, host] as const)))(
    '%s does not let through to %s',
    async (list, host) => {
      const before = reached + tcpReached
      expect(await refusal(go(host, target(list)))).toBe('refused_address')
      expect(reached + tcpReached).toBe(before)
    },
  )

  it('holds for a name that meanwhile means something beside it', async () => {
    const { resolver } = names({ 'moves.example': [['127.0.0.2'], ['127.0.0.7']] })
    const moving = { privateReach: listed('127.0.0.0/30'), resolver }
    expect(await refusal(go('moves.example', moving))).not.toBe('refused_address')
    // Nothing is left of the first line for which the name would not be asked again.
    const before = reached + tcpReached
    listener.closeAllConnections()
    expect(await refusal(go('moves.example', moving))).toBe('refused_address')
    expect(reached + tcpReached).toBe(before)
  })
})

describe('a line that stays open', () => {
  it('is used by none for whom its address is not listed', async () => {
    const { resolver } = names({ 'inside.example': [['127.0.0.1']] })
    const target = { name: 'Target', baseUrl: `http://inside.example:${port}`, resolver }
    const ask = (privateReach: HttpTarget['privateReach']) =>
      callHttp({ ...target, privateReach }, { method: 'GET', path: '/', ...hasty() })
    expect((await ask(here)).status).toBe(200)
    expect(await refusal(ask([]))).toBe('refused_address')
    expect(await refusal(ask(listed('127.0.0.2')))).toBe('refused_address')
  })
})
