/** A place in a policy's text as editors count: UTF-16 units from its beginning, and lines from 1. */
export interface TextPlace {
  from: number
  to: number
  line: number
}

/** @param start,end as Cedar counts: in UTF-8 bytes from the beginning */
export function placeIn(text: string, start: number, end: number): TextPlace {
  const from = unitsAt(text, start)
  const to = Math.max(from, unitsAt(text, end))
  return { from, to, line: text.slice(0, from).split('\n').length }
}

function unitsAt(text: string, bytes: number): number {
  let [units, counted] = [0, 0]
  for (const letter of text) {
    if (counted >= bytes) break
    counted += bytesOf(letter.codePointAt(0) ?? 0)
    units += letter.length
  }
  return units
}

const bytesOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4)
