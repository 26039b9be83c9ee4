import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { generateCrm, type Activity, type CrmData, type Deal } from './crm-data'

/** A write as it stands in the journal and in `/_log`. */
export interface CrmWrite {
  at: string
  method: string
  path: string
  /** The Idempotency-Key it came with. */
  key: string | null
  body: Record<string, unknown>
  status: number
  answer: unknown
  /** How often the same key came again and was answered without writing. */
  replays: number
}

type Line = { anchor: string } | { write: CrmWrite } | { replay: string }

/** Data older than this is laid anew around today, or every account would look abandoned. */
const STALE_DAYS = 14

/** The practice CRM's data: generated, then changed by the writes of a journal file that survives restarts. */
export class CrmStore {
  readonly data: CrmData
  readonly writes: CrmWrite[] = []
  private readonly byKey = new Map<string, CrmWrite>()
  private readonly deals: Map<string, Deal>

  /**
   * @param file the journal; without one nothing survives
   * @param today the day it is, as `2026-11-21`
   */
  constructor(
    private readonly file: string | undefined,
    readonly today: () => string,
  ) {
    const lines = file && existsSync(file) ? readLines(file) : []
    const day = today()
    const anchor = lines.flatMap((line) => ('anchor' in line ? [line.anchor] : []))[0]
    const fresh = anchor !== undefined && (Date.parse(day) - Date.parse(anchor)) / 86_400_000 <= STALE_DAYS
    this.data = generateCrm(fresh ? anchor : day)
    this.deals = new Map(this.data.deals.map((deal) => [deal.id, deal]))
    if (file && !fresh) {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, `${JSON.stringify({ anchor: day })}\n`)
    }
    if (fresh) for (const line of lines) this.replayLine(line)
  }

  deal(id: string): Deal | undefined {
    return this.deals.get(id)
  }

  /** The write that came with this key before. */
  known(key: string): CrmWrite | undefined {
    return this.byKey.get(key)
  }

  replayed(write: CrmWrite): void {
    write.replays++
    if (write.key) this.append({ replay: write.key })
  }

  /** Changes the data and writes the change down. */
  write(write: Omit<CrmWrite, 'replays'>): void {
    const kept = { ...write, replays: 0 }
    this.append({ write: kept })
    this.apply(kept)
  }

  private replayLine(line: Line): void {
    if ('write' in line) this.apply(line.write)
    if ('replay' in line) {
      const write = this.byKey.get(line.replay)
      if (write) write.replays++
    }
  }

  private apply(write: CrmWrite): void {
    this.writes.push(write)
    if (write.key) this.byKey.set(write.key, write)
    if (write.status >= 300) return
    if (write.method === 'PATCH') {
      const changed = write.answer as Deal
      const deal = this.deals.get(changed.id)
      if (deal) Object.assign(deal, changed)
    } else {
      this.data.activities.push(write.answer as Activity)
    }
  }

  private append(line: Line): void {
    if (this.file) appendFileSync(this.file, `${JSON.stringify(line)}\n`)
  }
}

function readLines(file: string): Line[] {
  const text = readFileSync(file, 'utf8')
  if (text && !text.endsWith('\n')) appendFileSync(file, '\n')
  return text.split('\n').flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as Line] : []
    } catch {
      // A kill in the middle of a write leaves half a line; its answer was never sent.
      return []
    }
  })
}
