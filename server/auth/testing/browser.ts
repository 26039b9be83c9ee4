import { request, type IncomingHttpHeaders } from 'node:http'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  /** Where it came from, after redirects */
  url: URL
  text: string
}

interface Asked {
  method?: 'GET' | 'POST'
  form?: Record<string, string>
  headers?: Record<string, string>
}

interface Cookie {
  value: string
  /** As the server wrote it */
  line: string
}

/** A person's browser over real HTTP: keeps cookies for each host, and follows redirects when told to. */
export class Browser {
  private readonly jars = new Map<string, Map<string, Cookie>>()
  /** The Set-Cookie lines of all answers */
  readonly lines: string[] = []

  /**
   * @param headers sent with each request to `at`: what a proxy adds
   * @param at the public origin of the console, and the one on this machine that serves it
   */
  constructor(
    private readonly at?: { origin: string; served: string },
    private readonly headers: Record<string, string> = {},
  ) {}

  cookie(url: string, name: string): Cookie | undefined {
    return this.jar(new URL(url)).get(name)
  }

  setCookie(url: string, name: string, value: string): void {
    this.jar(new URL(url)).set(name, { value, line: '' })
  }

  /** The cookies for a host, as a reader of requests wants them. */
  cookies(url: string): {
    get(name: string): { value: string } | undefined
    getAll(): { name: string; value: string }[]
  } {
    const jar = this.jar(new URL(url))
    return {
      get: (name) => jar.get(name),
      getAll: () => [...jar].map(([name, { value }]) => ({ name, value })),
    }
  }

  async ask(target: string | URL, { method = 'GET', form, headers }: Asked = {}): Promise<Answer> {
    const url = new URL(target)
    const jar = this.jar(url)
    const isConsole = this.at !== undefined && url.origin === this.at.origin
    const served = isConsole ? new URL(url.pathname + url.search, this.at.served) : url
    const body = form && new URLSearchParams(form).toString()
    const cookie = [...jar].map(([name, { value }]) => `${name}=${value}`).join('; ')
    return new Promise((resolve, reject) => {
      const sent = request(
        served,
        {
          method,
          headers: {
            host: url.host,
            ...(cookie ? { cookie } : {}),
            ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
            ...(isConsole || !this.at ? this.headers : {}),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () => {
            for (const line of response.headers['set-cookie'] ?? []) this.keep(jar, line)
            const text = Buffer.concat(chunks).toString()
            resolve({ status: response.statusCode ?? 0, headers: response.headers, url, text })
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }

  /** Asks, and follows redirects until there is none or `until` says that this is the address to look at. */
  async follow(target: string | URL, until: (url: URL) => boolean = () => false): Promise<Answer> {
    let answer = await this.ask(target)
    for (let hops = 0; answer.headers.location; hops++) {
      const next = new URL(answer.headers.location, answer.url)
      if (until(next)) return { ...answer, url: next }
      if (hops > 20) throw new Error(`redirected in a circle at ${next.href}`)
      answer = await this.ask(next)
    }
    return answer
  }

  private jar({ host }: URL): Map<string, Cookie> {
    const found = this.jars.get(host) ?? new Map<string, Cookie>()
    this.jars.set(host, found)
    return found
  }

  private keep(jar: Map<string, Cookie>, line: string): void {
    this.lines.push(line)
    const [pair = '', ...attributes] = line.split('; ')
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    const ended = attributes.some((each) => {
      const [key = '', given = ''] = each.split('=')
      if (/^max-age$/i.test(key)) return Number(given) <= 0
      return /^expires$/i.test(key) && new Date(given).getTime() <= Date.now()
    })
    if (ended) jar.delete(name)
    else jar.set(name, { value, line })
  }
}
