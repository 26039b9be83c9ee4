import { z } from 'zod'
import type { PersonalSpan } from '@/domain/pii/net'
import { pinnedFetch } from './pinned-fetch'
import { OWN_NETWORKS } from './private-reach'

/** Finds names in texts. @returns for each text what is a name in it. @throws NamesUnknown when it cannot be told */
export type FindNames = (texts: readonly string[]) => Promise<PersonalSpan[][]>

/** Whether there are names in a text cannot be told now. */
export class NamesUnknown extends Error {
  constructor(because: string) {
    super(`The analyzer of names gave no answer: ${because}.`)
    this.name = 'NamesUnknown'
  }
}

/** What the detector cannot know, because it has no form. */
const ENTITIES = ['PERSON', 'LOCATION', 'NRP']
/** Of 1; Presidio's own word for what may well be one. */
const SURE_ENOUGH = 0.5
const TIMEOUT_MS = 2000
const MAX_BYTES = 4 * 1024 * 1024
/** An analyzer that gave no answer is left alone for so long: whoever waits would wait in vain. */
const LEFT_ALONE_MS = 5000
/** Texts are asked about together, in pieces of so many characters. */
const MOST_AT_ONCE = 50_000
const BETWEEN = '\n\n'
/** So much of a text is in two pieces where it is cut: a name is whole in one of them. */
const OVERLAP = 200

const answerSchema = z.array(
  z.object({
    entity_type: z.string().regex(/^[A-Z][A-Z_]{0,40}$/),
    start: z.int().nonnegative(),
    end: z.int().nonnegative(),
    score: z.number(),
  }),
)

/**
 * Microsoft Presidio's analyzer over HTTP (POST /analyze, as in its REST API). It sees the texts as they are, so it is to
 * stand where they may be read.
 */
export function presidioNames(baseUrl: string, timeoutMs = TIMEOUT_MS): FindNames {
  const address = `${baseUrl.replace(/\/+$/, '')}/analyze`
  // Whoever runs the installation names it, mostly on a network of their own.
  const analyzer = { name: 'The analyzer of names', baseUrl, privateReach: OWN_NETWORKS }
  let alone = -Infinity

  async function analyze(text: string): Promise<PersonalSpan[]> {
    const call = pinnedFetch(analyzer, MAX_BYTES, AbortSignal.timeout(timeoutMs))
    const response = await call(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, language: 'en', entities: ENTITIES, score_threshold: SURE_ENOUGH }),
    })
    if (!response.ok) throw new NamesUnknown(`status ${response.status}`)
    const found = answerSchema.parse(await response.json())
    const unit = unitsOf(text)
    return found
      .filter(({ score, start, end }) => score >= SURE_ENOUGH && start < end)
      .map(({ entity_type: type, start, end }) => ({ type, start: unit(start), end: unit(end) }))
  }

  return async (texts) => {
    if (performance.now() < alone) throw new NamesUnknown('it was asked in vain a moment ago')
    try {
      const found: PersonalSpan[][] = texts.map(() => [])
      for (const piece of piecesOf(texts)) {
        const spans = await analyze(piece.map(({ text }) => text).join(BETWEEN))
        for (const { index, at, from, text } of piece)
          for (const { type, start, end } of spans)
            if (start < at + text.length && end > at)
              found[index]?.push({
                type,
                start: from + Math.max(0, start - at),
                end: from + Math.min(text.length, end - at),
              })
      }
      return found
    } catch (error) {
      alone = performance.now() + LEFT_ALONE_MS
      if (error instanceof NamesUnknown) throw error
      // A name of what went wrong: messages may quote what was sent.
      throw new NamesUnknown(error instanceof Error ? error.name : 'unknown')
    }
  }
}

interface Part {
  /** Which of the texts. */
  index: number
  /** Where it begins in what is sent. */
  at: number
  /** Where it begins in its text. */
  from: number
  text: string
}

function piecesOf(texts: readonly string[]): Part[][] {
  const pieces: Part[][] = []
  let piece: Part[] = []
  let size = 0
  for (const [index, whole] of texts.entries())
    for (let from = 0; from < whole.length;) {
      const room = MOST_AT_ONCE - size
      if (piece.length > 0 && room < Math.min(whole.length - from, 1000)) {
        pieces.push(piece)
        piece = []
        size = 0
        continue
      }
      const text = whole.slice(from, from + room)
      piece.push({ index, at: size, from, text })
      size += text.length + BETWEEN.length
      from += text.length
      if (from < whole.length) from -= OVERLAP
    }
  if (piece.length > 0) pieces.push(piece)
  return pieces
}

/** Presidio counts characters (code points), JavaScript UTF-16 units: they differ behind each one beyond the basic plane. */
function unitsOf(text: string): (character: number) => number {
  if (!/[\ud800-\udfff]/.test(text)) return (character) => Math.min(character, text.length)
  const starts: number[] = []
  for (let unit = 0; unit < text.length; unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1)
    starts.push(unit)
  return (character) => starts[character] ?? text.length
}
