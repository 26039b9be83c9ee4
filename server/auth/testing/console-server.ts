import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { NodeNextRequest, NodeNextResponse } from 'next/dist/server/base-http/node'
import { AppRouteRouteModule } from 'next/dist/server/route-modules/app-route/module'
import { sendResponse } from 'next/dist/server/send-response'
import {
  NextRequestAdapter,
  signalFromNodeResponse,
} from 'next/dist/server/web/spec-extension/adapters/next-request'
import { vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import { end, listen } from './listen'

export interface ConsoleServer {
  url: string
  database: TestDatabase
  /** Starts the sign-in anew with these settings, as another web process would have them. */
  restart(settings?: Record<string, string>): Promise<void>
  close(): Promise<void>
}

const SETTINGS = [
  'HOST',
  'BATON_URL',
  'NEXTAUTH_URL',
  'AUTH_TRUST_HOST',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_SCOPE',
  'OIDC_GROUPS_CLAIM',
  'OIDC_ALLOWED_DOMAINS',
]
const PREFIX = '/api/auth/'

/** The console's sign-in as Next serves it: its route module around our handlers, on a real server and database. */
export async function consoleServer(): Promise<ConsoleServer> {
  const database = await createTestDatabase()
  let route: AppRouteRouteModule | undefined
  const { server, port } = await listen((request, response) => {
    if (route && request.url?.startsWith(PREFIX)) void serve(route, request, response)
    else response.writeHead(200).end('a page')
  })
  Object.assign(process.env, {
    DATABASE_URL: database.appUrl,
    BATON_SECRET_KEY: randomBytes(32).toString('base64'),
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'silent',
  })
  return {
    url: `http://127.0.0.1:${port}`,
    database,
    async restart(settings = {}) {
      for (const name of [...SETTINGS, 'OIDC_CLIENT_SECRET']) delete process.env[name]
      const published = settings['BATON_URL']
      Object.assign(
        process.env,
        settings,
        published ? { NEXTAUTH_URL: published } : { AUTH_TRUST_HOST: 'true' },
      )
      vi.resetModules()
      route = await routeModule()
    },
    async close() {
      await end(server)
      const { webDb } = await import('@/server/auth/web-db')
      await webDb().close()
      await database.drop()
    },
  }
}

type ModuleOptions = ConstructorParameters<typeof AppRouteRouteModule>[0]

async function routeModule(): Promise<AppRouteRouteModule> {
  const userland = await import('@/app/api/auth/[...nextauth]/route')
  const page = '/api/auth/[...nextauth]/route'
  const module = new AppRouteRouteModule({
    definition: {
      kind: 'APP_ROUTE' as ModuleOptions['definition']['kind'],
      page,
      pathname: '/api/auth/[...nextauth]',
      filename: 'route',
      bundlePath: `app${page}`,
    },
    distDir: '.next',
    relativeProjectDir: '',
    resolvedPagePath: page,
    nextConfigOutput: undefined,
    // Next's types hold the parameters of any route there; ours knows its own.
    userland: () => userland as unknown as ReturnType<ModuleOptions['userland']>,
  })
  await module.ensureUserland()
  return module
}

/** Between the socket and the route's handler: what Next's own server does with a request. */
async function serve(route: AppRouteRouteModule, request: IncomingMessage, response: ServerResponse) {
  const { headers, socket } = request
  headers['x-forwarded-host'] ??= headers.host
  headers['x-forwarded-proto'] ??= 'http'
  headers['x-forwarded-for'] ??= socket.remoteAddress
  const [path = ''] = (request.url ?? '').slice(PREFIX.length).split('?')
  const [incoming, outgoing] = [new NodeNextRequest(request), new NodeNextResponse(response)]
  try {
    const answer = await route.handle(
      NextRequestAdapter.fromNodeNextRequest(incoming, signalFromNodeResponse(response)),
      {
        params: { nextauth: path.split('/') },
        previewProps: { previewModeId: '', previewModeEncryptionKey: '', previewModeSigningKey: '' },
        renderOpts: {
          experimental: { authInterrupts: false, useCacheTimeout: 60, durableUseCacheEntries: false },
          cacheComponents: false,
          cacheLifeProfiles: { default: { stale: 0, revalidate: 1, expire: 1 } },
          staticPageGenerationTimeout: 60,
          validationLevel: 'manual-warning',
          waitUntil: undefined,
          onClose: (done) => response.on('close', done),
          onAfterTaskError: undefined,
        },
        sharedContext: { buildId: 'test', deploymentId: '' },
      },
    )
    await sendResponse(incoming, outgoing, answer)
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
}
