import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import Provider, { type KoaContext } from 'oidc-provider'
import { end, listen } from './listen'

export interface OpenIdProvider {
  issuer: string
  clientId: string
  clientSecret: string
  publicClientId: string
  /** Who signs in next and what is known about them; nobody cancels */
  person: { email?: string; email_verified?: unknown; name?: string; groups?: unknown } | undefined
  /** Alters the claims of each ID token, which is then signed anew with the provider's own key. */
  twist: ((claims: Record<string, unknown>) => Record<string, unknown>) | undefined
  /** The parameters of each authorization request so far */
  asked: URLSearchParams[]
  /** How often a code was exchanged for tokens */
  granted: number
  close(): Promise<void>
}

interface Options {
  redirectUris: string[]
  /** Puts the address into the ID token, beyond OpenID Connect Core 1.0 §5.4, by which it is told at userinfo */
  tellsInToken?: boolean
  /** What the metadata calls the provider, when that is not where it is */
  callsItself?: string
}

/** oidc-provider, a certified OpenID server, whose people sign in without being asked. */
export async function openIdProvider({
  redirectUris,
  tellsInToken,
  callsItself,
}: Options): Promise<OpenIdProvider> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined
  const { server, port } = await listen((request, response) => handle(request, response))
  const issuer = `http://127.0.0.1:${port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const given: OpenIdProvider = {
    issuer,
    clientId: 'baton',
    clientSecret: randomBytes(24).toString('base64url'),
    publicClientId: 'baton-public',
    person: undefined,
    twist: undefined,
    asked: [],
    granted: 0,
    close: () => end(server),
  }
  const client = {
    redirect_uris: redirectUris,
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }
  const people = new Map<string, object>()
  const provider = new Provider(callsItself ?? issuer, {
    clients: [
      { ...client, client_id: given.clientId, client_secret: given.clientSecret },
      { ...client, client_id: given.publicClientId, token_endpoint_auth_method: 'none' },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    conformIdTokenClaims: !tellsInToken,
    features: { devInteractions: { enabled: false } },
    ttl: { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    pkce: { required: () => true },
    findAccount: (_: KoaContext, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, ...people.get(sub) }),
    }),
    async loadExistingGrant({ oidc }: KoaContext) {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid email profile groups')
      await grant.save()
      return grant
    },
  })
  provider.use(async (ctx, next) => {
    await next()
    const body = ctx.body as { id_token?: string } | undefined
    if (ctx.oidc?.route !== 'token' || !body?.id_token) return
    given.granted++
    if (given.twist) body.id_token = resigned(body.id_token, given.twist, privateKey)
  })
  const oidc = provider.callback()
  const signIn = async (request: IncomingMessage, response: ServerResponse) => {
    const accountId = randomBytes(8).toString('hex')
    if (given.person) people.set(accountId, given.person)
    const result = given.person ? { login: { accountId } } : { error: 'access_denied' }
    await provider.interactionFinished(request, response, result)
  }
  handle = (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer)
    if (pathname === '/auth') given.asked.push(searchParams)
    void (pathname.startsWith('/interaction/') ? signIn(request, response) : oidc(request, response))
  }
  return given
}

type Twist = NonNullable<OpenIdProvider['twist']>

function resigned(token: string, twist: Twist, key: KeyObject): string {
  const [header = '', payload = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const data = `${header}.${Buffer.from(JSON.stringify(twist(claims))).toString('base64url')}`
  return `${data}.${sign('RSA-SHA256', Buffer.from(data), key).toString('base64url')}`
}
