import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A write as it stands in the journal and in `/_log`. */
export interface Write {
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

type Line = { anchor: string } | { write: Write } | { replay: string }

/** Data older than this is laid anew around today, or everything would look abandoned. */
const STALE_DAYS = 14

/** The writes of one practice system since its beginning, in a file that survives restarts. */
export class Journal {
  readonly writes: Write[] = []
  /** The day around which the data is laid, as `2026-11-21`. */
  anchor: string
  private readonly byKey = new Map<string, Write>()

  /**
   * @param file where it is kept; without one nothing survives
   * @param today the day it is
   */
  constructor(
    private readonly file: string | undefined,
    readonly today: () => string,
  ) {
    const lines = file && existsSync(file) ? readLines(file) : []
    const day = today()
    const anchor = lines.flatMap((line) => ('anchor' in line ? [line.anchor] : []))[0]
    const fresh = anchor !== undefined && (Date.parse(day) - Date.parse(anchor)) / 86_400_000 <= STALE_DAYS
    this.anchor = fresh ? anchor : day
    if (fresh) for (const line of lines) this.read(line)
    else this.begin()
  }

  /** The write that came with this key before. */
  known(key: string): Write | undefined {
    return this.byKey.get(key)
  }

  replayed(write: Write): void {
    write.replays++
    if (write.key) this.append({ replay: write.key })
  }

  /** Writes it down before it counts. */
  add(write: Omit<Write, 'replays'>): Write {
    const kept = { ...write, replays: 0 }
    this.append({ write: kept })
    this.keep(kept)
    return kept
  }

  /** Forgets all writes: the beginning, laid around today. */
  reset(): void {
    this.writes.length = 0
    this.byKey.clear()
    this.anchor = this.today()
    this.begin()
  }

  private begin(): void {
    if (!this.file) return
    mkdirSync(dirname(this.file), { recursive: true })
    writeFileSync(this.file, `${JSON.stringify({ anchor: this.anchor })}\n`)
  }

  private read(line: Line): void {
    if ('write' in line) this.keep(line.write)
    if ('replay' in line) {
      const write = this.byKey.get(line.replay)
      if (write) write.replays++
    }
  }

  private keep(write: Write): void {
    this.writes.push(write)
    if (write.key) this.byKey.set(write.key, write)
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
