// Loaded first into the web server: puts the socket's own address beside each request, where no client can write it.
// Next hands on X-Forwarded-For as it came, and a client may claim anything there. See server/auth/origin.ts.
import { Server } from 'node:http'

const { emit } = Server.prototype
Server.prototype.emit = function (event, ...args) {
  if (event === 'request') {
    const [request] = args
    request.headers['x-baton-peer'] = request.socket.remoteAddress ?? ''
  }
  return emit.call(this, event, ...args)
}
