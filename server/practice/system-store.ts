import { datedFrom, type PracticeRecord, type PracticeSystem } from '@/domain/template/systems'
import type { Journal, Write } from './journal'

/** The records of a practice system by collection and name: as they were written down, then changed by its journal. */
export class SystemStore {
  private collections!: Map<string, Map<string, PracticeRecord>>

  constructor(
    private readonly system: PracticeSystem,
    readonly journal: Journal,
  ) {
    this.lay()
  }

  all(collection: string): PracticeRecord[] {
    return [...(this.collections.get(collection)?.values() ?? [])]
  }

  find(collection: string, id: string): PracticeRecord | undefined {
    return this.collections.get(collection)?.get(id)
  }

  /** Changes the data and writes the change down. */
  write(write: Omit<Write, 'replays'>): void {
    this.apply(this.journal.add(write))
  }

  /** As it was in the beginning. */
  reset(): void {
    this.journal.reset()
    this.lay()
  }

  private lay(): void {
    const { anchor, writes } = this.journal
    this.collections = new Map(
      Object.entries(this.system.collections).map(([name, { id, records }]) => [
        name,
        new Map(records.map((record) => [String(record[id]), datedFrom(anchor, record)])),
      ]),
    )
    for (const write of writes) this.apply(write)
  }

  /** Made or changed, what stands there afterwards is the answer. */
  private apply({ status, path, answer }: Write): void {
    const [, name = ''] = path.split('?')[0]?.split('/') ?? []
    const collection = this.system.collections[name]
    if (status >= 300 || !collection) return
    const record = answer as PracticeRecord
    this.collections.get(name)?.set(String(record[collection.id]), record)
  }
}
