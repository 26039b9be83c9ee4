// The import picture of docs/ARCHITECTURE.md. Each rule is an error: a boundary that may be crossed is none.

const tests = String.raw`\.test\.tsx?$|/testing/|-arbitrary\.ts$|^e2e/`

/** Libraries without I/O, clock or chance that the language of the product may be written with. */
const pure = [
  'zod',
  'canonicalize',
  '@noble/hashes',
  '@marcbachmann/cel-js',
  'croner',
  'rfc6902',
  'ajv',
  'ajv-formats',
  'elkjs',
  'yaml',
  '@cedar-policy/cedar-wasm',
]

const packages = (names) => `^node_modules/(${names.join('|')})(/|$)`

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-imports-itself',
      comment:
        'domain/ is the language: pure functions, fastest to test. It knows no other part of the house.',
      severity: 'error',
      from: { path: '^domain/', pathNot: tests },
      to: { path: '^(app|components|server|prisma|e2e)/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'No I/O, no clock, no random: only pure libraries, none of Node.',
      severity: 'error',
      from: { path: '^domain/', pathNot: tests },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional'], pathNot: packages(pure) },
    },
    {
      name: 'components-see-types-of-the-api',
      comment: 'What runs in a browser knows the server by the types of its API only.',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: { path: '^(server|prisma)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'components-see-the-api-only',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: { path: '^(app|prisma|server/(?!trpc/))' },
    },
    {
      name: 'routes-only-route',
      comment: 'app/ parses parameters and renders, or hands a request to trpc, a service or the sign-in.',
      severity: 'error',
      from: { path: '^app/', pathNot: tests },
      to: { path: '^(prisma|server/(engine|models|connectors|record|db|main|practice)/)' },
    },
    {
      name: 'trpc-only-translates',
      comment: 'Input schema, one service call, error mapping. Rows and Prisma stop at the services.',
      severity: 'error',
      from: { path: '^server/trpc/', pathNot: tests },
      to: { path: '^(app|components|prisma|server/(engine|models|connectors|record|db|main|practice)/)' },
    },
    {
      name: 'services-do-not-look-up',
      severity: 'error',
      from: { path: '^server/services/', pathNot: tests },
      to: { path: '^(app|components|server/(trpc|main|cli|practice)/)' },
    },
    {
      name: 'lower-floors-do-not-look-up',
      severity: 'error',
      from: { path: '^server/(engine|models|connectors|record|db|auth)/', pathNot: tests },
      to: { path: '^(app|components|server/(services|trpc|main|cli|practice)/)' },
    },
    {
      name: 'practice-is-an-outside-system',
      comment:
        'The practice services stand for other people’s systems: they share nothing with us but the wire.',
      severity: 'error',
      from: { path: '^server/practice/', pathNot: tests },
      to: { path: '^(app|components|prisma|server/(?!practice/|env|log))' },
    },
    {
      name: 'one-way-to-a-model',
      comment: 'Every call goes through the pool, so that it is reserved, limited and counted.',
      severity: 'error',
      from: { pathNot: [String.raw`^server/models/`, tests] },
      to: { path: packages(['openai']) },
    },
    {
      name: 'nobody-imports-the-processes',
      severity: 'error',
      from: { pathNot: String.raw`^server/(main|cli)/` },
      to: { path: '^server/(main|cli)/' },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: { pathNot: [tests, String.raw`^(vitest|playwright)\.config`] },
      to: { path: tests },
    },
    {
      name: 'no-development-packages-at-run-time',
      severity: 'error',
      from: { path: '^(app|components|domain|server|prisma)/', pathNot: [tests, '^server/main/test/'] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`^(\.next|prisma/generated/|bench/|next-env\.d\.ts)` },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
}
