// Loaded first into the web server: answers for paths that are no UTF-8 once decoded, which Next meets with a bare 500
// before anything of ours is asked.
import { Server } from 'node:http'

const NOT_FOUND = JSON.stringify({
  type: 'urn:baton:problem:not_found',
  title: 'Not found',
  status: 404,
  detail: 'Nothing can be at this address: its path is not UTF-8.',
})

const { emit } = Server.prototype
Server.prototype.emit = function (event, ...args) {
  if (event !== 'request' || decodes(args[0].url)) return emit.call(this, event, ...args)
  const headers = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    connection: 'close',
  }
  args[1].writeHead(404, headers).end(NOT_FOUND)
  return true
}

function decodes(url) {
  try {
    decodeURIComponent(url.split('?', 1)[0])
    return true
  } catch {
    return false
  }
}
