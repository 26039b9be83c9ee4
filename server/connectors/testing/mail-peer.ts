import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail server on this machine: takes what is sent but to `refused@…`, and is busy for `later@…`. */
export async function startMailPeer(account?: { username: string; password: string }) {
  const mails: { from: string; to: string[]; raw: string; user: unknown }[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', ...(account ? [] : ['AUTH'])],
    allowInsecureAuth: true,
    authOptional: !account,
    onAuth(auth, _session, callback) {
      const known = auth.username === account?.username && auth.password === account?.password
      callback(known ? null : new Error('wrong'), known ? { user: auth.username } : undefined)
    },
    onRcptTo({ address }, _session, callback) {
      const code = address.startsWith('refused') ? 550 : address.startsWith('later') ? 451 : undefined
      callback(code ? Object.assign(new Error('no'), { responseCode: code }) : null)
    },
    onData(stream, session, callback) {
      let raw = ''
      stream.on('data', (chunk: Buffer) => (raw += chunk.toString()))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw,
          user: session.user,
        })
        callback()
      })
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.server.address() as AddressInfo
  return {
    baseUrl: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}
