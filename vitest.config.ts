import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** As server/cedar.ts sets it for the policy engine, whose tests may bring an engine of their own. */
const execArgv = ['--no-turbo-inline-js-wasm-calls']

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') }

/** Tests of a whole installation take a minute or two each: begun last, one of them would run on alone. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => /server\/main\/testing\//.test(moduleId)
    const sorted = await super.sort(files)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/** Unit tests are `*.test.ts`; `*.int.test.ts` need a Postgres, which the project's global setup provides. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          execArgv,
          include: ['{domain,server,components,prisma}/**/*.test.ts'],
          exclude: ['**/*.int.test.ts'],
          // Properties try hundreds of teams: how long that takes says something of the machine, and nothing of them.
          testTimeout: 60_000,
          // As many as the smallest machine has cores; by itself it leaves one idle.
          maxWorkers: 2,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          execArgv,
          include: ['server/**/*.int.test.ts'],
          globalSetup: ['server/db/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // As many as the smallest machine has cores: some start workers of their own, and look at how these share work.
          maxWorkers: 2,
        },
      },
    ],
  },
})
