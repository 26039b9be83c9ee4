import type { OAuthConfig } from 'next-auth/providers/oauth'
import { z } from 'zod'
import { env } from '@/server/env'

const claimsSchema = z.object({
  sub: z.string().min(1),
  email: z.string().max(320).optional(),
  email_verified: z.boolean().optional().catch(false),
})

export type OidcProfile = z.infer<typeof claimsSchema>

const claimsOf = (idToken: string | undefined): OidcProfile =>
  claimsSchema.parse(JSON.parse(Buffer.from(idToken?.split('.')[1] ?? '', 'base64url').toString()))

const bare = (issuer: string): string => issuer.replace(/\/$/, '')

/** The organisation's provider by OpenID Connect Core 1.0: code flow with PKCE, state and nonce. */
export function oidc(): OAuthConfig<OidcProfile> {
  const { OIDC_ISSUER = '', OIDC_CLIENT_ID = '', OIDC_CLIENT_SECRET } = env()
  return {
    id: 'oidc',
    name: 'Single sign-on',
    type: 'oauth',
    wellKnown: `${bare(OIDC_ISSUER)}/.well-known/openid-configuration`,
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    // A client without a secret is a public one; an empty secret would be a wrong one.
    ...(OIDC_CLIENT_SECRET
      ? { clientSecret: OIDC_CLIENT_SECRET }
      : { client: { token_endpoint_auth_method: 'none' as const } }),
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    token: {
      async request({ client, params, checks, provider }) {
        mustBeTheIssuer(client.issuer.metadata.issuer, OIDC_ISSUER)
        const tokens = await client.callback(provider.callbackUrl, params, {
          ...checks,
          response_type: 'code',
        })
        return { tokens }
      },
    },
    userinfo: {
      // Checked by `token.request`. Many providers keep the address out of the token and tell it when asked.
      async request({ client, tokens }) {
        const claims = claimsOf(tokens.id_token)
        const told = claims.email !== undefined && claims.email_verified !== undefined
        if (told || !client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return claims
        const more = claimsSchema.parse(await client.userinfo(tokens.access_token))
        if (more.sub !== claims.sub) throw new Error('the provider told about somebody else than its token')
        return more.email === undefined ? claims : more
      },
    },
    profile: ({ sub, email }) => ({ id: sub, email: email ?? '' }),
  }
}

/**
 * OpenID Connect Discovery 1.0 §4.3: the metadata must name the issuer they were asked for. The library compares tokens
 * with the metadata only, which for a provider of many tenants would let in any of them.
 */
function mustBeTheIssuer(named: string, wanted: string): void {
  if (bare(named) !== bare(wanted)) throw new Error(`the provider calls itself ${named}, not ${wanted}`)
}
