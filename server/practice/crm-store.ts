import { generateCrm, type Activity, type CrmData, type Deal } from './crm-data'
import type { Journal, Write } from './journal'

/** The practice CRM's data: generated, then changed by the writes of its journal. */
export class CrmStore {
  data!: CrmData
  private deals!: Map<string, Deal>

  constructor(readonly journal: Journal) {
    this.lay()
  }

  deal(id: string): Deal | undefined {
    return this.deals.get(id)
  }

  /** A deal as it stood at a version of it; undefined where there never was one. */
  dealAt(id: string, version: number): Deal | undefined {
    const written = this.journal.writes
      .filter(({ status, path }) => status < 300 && path.startsWith('/deals/'))
      .map(({ answer }) => answer as Deal)
      .find((deal) => deal.id === id && deal.version === version)
    return written ?? generateCrm(this.journal.anchor).deals.find((d) => d.id === id && d.version === version)
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
    this.data = generateCrm(this.journal.anchor)
    this.deals = new Map(this.data.deals.map((deal) => [deal.id, deal]))
    for (const write of this.journal.writes) this.apply(write)
  }

  private apply(write: Write): void {
    if (write.status >= 300) return
    if (write.path.startsWith('/deals/')) {
      const changed = { ...(write.answer as Deal) }
      this.deals.set(changed.id, changed)
      this.data.deals = this.data.deals.map((deal) => (deal.id === changed.id ? changed : deal))
    } else {
      this.data.activities.push(write.answer as Activity)
    }
  }
}
