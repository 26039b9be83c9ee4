import { openDb } from '@/server/db/client'
import { createModelPool, type ModelPool } from '../pool'
import { box, startBench, type Bench } from './fixtures'

/** A bench, and a second pool with connections of its own, as another worker has them. */
export interface TwoPools {
  bench: Bench
  other: ModelPool
  /** Empties what calls leave behind; both pools are new. */
  empty(): Promise<void>
  close(): Promise<void>
}

export async function startTwoPools(): Promise<TwoPools> {
  const bench = await startBench()
  const elsewhere = openDb(bench.url, 10)
  const another = () => createModelPool({ db: elsewhere, secrets: () => box })
  const two: TwoPools = {
    bench,
    other: another(),
    async empty() {
      await bench.empty()
      two.other = another()
    },
    async close() {
      await elsewhere.close()
      await bench.close()
    },
  }
  return two
}
