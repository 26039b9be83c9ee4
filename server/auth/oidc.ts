import type { OAuthConfig } from 'next-auth/providers/oauth'
import { z } from 'zod'
import { env } from '@/server/env'

const claimsSchema = z.object({
  sub: z.string().min(1),
  email: z.string().max(320).optional(),
  email_verified: z.boolean().optional().catch(false),
  name: z.string().max(200).optional().catch(undefined),
})

export interface OidcProfile extends z.infer<typeof claimsSchema> {
  /** Absent: the provider did not say, or not in a way that can be read. */
  groups?: string[]
}

/** One name, or a list of them; anything else, as a reference to where too many stand, says nothing. */
const groupsSchema = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .pipe(z.array(z.string().min(1).max(256)).max(2000))

function profileIn(claims: unknown): OidcProfile {
  const claim = env().OIDC_GROUPS_CLAIM
  const told = claim === undefined ? undefined : z.record(z.string(), z.unknown()).parse(claims)[claim]
  const groups = groupsSchema.safeParse(told)
  return { ...claimsSchema.parse(claims), ...(groups.success && { groups: groups.data }) }
}

const claimsOf = (idToken: string | undefined): OidcProfile =>
  profileIn(JSON.parse(Buffer.from(idToken?.split('.')[1] ?? '', 'base64url').toString()))

const bare = (issuer: string): string => issuer.replace(/\/$/, '')

/** The organisation's provider by OpenID Connect Core 1.0: code flow with PKCE, state and nonce. */
export function oidc(): OAuthConfig<OidcProfile> {
  const { OIDC_ISSUER = '', OIDC_CLIENT_ID = '', OIDC_CLIENT_SECRET, OIDC_SCOPE, OIDC_GROUPS_CLAIM } = env()
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
    authorization: { params: { scope: OIDC_SCOPE } },
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
        const told =
          claims.email !== undefined &&
          claims.email_verified !== undefined &&
          (OIDC_GROUPS_CLAIM === undefined || claims.groups !== undefined)
        if (told || !client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return claims
        const more = profileIn(await client.userinfo(tokens.access_token))
        if (more.sub !== claims.sub) throw new Error('the provider told about somebody else than its token')
        const groups = claims.groups ?? more.groups
        return { ...(more.email === undefined ? claims : more), ...(groups && { groups }) }
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
