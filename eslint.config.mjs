import js from '@eslint/js'
import next from 'eslint-config-next/core-web-vitals'
import prettier from 'eslint-config-prettier/flat'
import tseslint from 'typescript-eslint'

const typescript = ['**/*.ts', '**/*.tsx']
const tests = ['**/*.test.ts', '**/*.test.tsx', '**/testing/**', 'e2e/**']

export default tseslint.config(
  {
    ignores: [
      '.next/',
      '.baton/',
      'prisma/generated/',
      'bench/',
      'coverage/',
      'next-env.d.ts',
      'test-results/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...next.map((config) => ({ ...config, files: ['app/**', 'components/**'] })),
  // It warns that the React Compiler skips lists that are virtualised; nothing here is compiled by it.
  { files: ['components/**'], rules: { 'react-hooks/incompatible-library': 'off' } },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: typescript })),
  {
    files: typescript,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // A union that grows must be seen everywhere it is told apart.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/return-await': 'error',
      '@typescript-eslint/no-unnecessary-boolean-literal-compare': 'error',
      // Types are checked by TypeScript 7, which needs assertions that the linter's 5.9 finds unnecessary.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // Functions of an interface are often async by contract, not by need.
      '@typescript-eslint/require-await': 'off',
      // Event handlers in JSX may be async; promises that are dropped elsewhere are errors.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    rules: {
      eqeqeq: ['error', 'always'],
      'no-param-reassign': 'error',
      'max-lines': ['error', 300],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that defines it.' },
        { selector: 'TSEnumDeclaration', message: 'A union of literals says it without a run-time object.' },
      ],
    },
  },
  {
    files: ['domain/**/*.ts'],
    ignores: tests,
    rules: {
      // Time and chance come in as arguments.
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'domain/ has no clock: take the time as an argument.' },
        { object: 'Math', property: 'random', message: 'domain/ has no chance: take it as an argument.' },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'window',
        'document',
        'fetch',
        'setTimeout',
        'setInterval',
      ],
    },
  },
  {
    files: ['server/**/*.ts'],
    ignores: ['server/main/**', 'server/cli/**', ...tests],
    rules: { 'no-console': 'error' },
  },
  {
    // An auditor takes it along as one file.
    files: ['public/verify.mjs'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: { globals: globalsOfNode() },
  },
  {
    files: tests,
    rules: {
      // Answers of a driver or a server are looked at as they come.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  prettier,
)

function globalsOfNode() {
  const names = ['process', 'console', 'Buffer', 'URL', 'setTimeout', 'clearTimeout', 'performance', 'fetch']
  return Object.fromEntries(
    [...names, 'AbortSignal', 'WebAssembly', 'module', 'require'].map((name) => [name, 'readonly']),
  )
}
