export type CedarTokenKind = 'comment' | 'string' | 'annotation' | 'number' | 'type' | 'keyword' | 'variable'

export interface CedarToken {
  /** Places in the text, in UTF-16 units. */
  from: number
  to: number
  kind: CedarTokenKind
}

/** Words of the language (docs.cedarpolicy.com/policies/syntax-grammar.html). */
const KEYWORDS = 'permit|forbid|when|unless|if|then|else|in|is|has|like|true|false'
const VARIABLES = 'principal|action|resource|context'

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>//[^\n]*)`,
    String.raw`(?<string>"(?:[^"\\\n]|\\.)*"?)`,
    String.raw`(?<annotation>@[A-Za-z_]\w*)`,
    String.raw`(?<number>\b\d+\b)`,
    String.raw`(?<type>\b[A-Za-z_]\w*(?:::[A-Za-z_]\w*)+|\b[A-Z]\w*(?=::"))`,
    String.raw`(?<!\.)\b(?:(?<keyword>${KEYWORDS})|(?<variable>${VARIABLES}))\b`,
  ].join('|'),
  'g',
)

/** The parts of a policy's text that are told apart by eye, in order. Total: text that is no Cedar has fewer of them. */
export function cedarTokens(text: string): CedarToken[] {
  return [...text.matchAll(TOKEN)].flatMap(({ index, 0: matched, groups = {} }) => {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined)
    return kind === undefined
      ? []
      : [{ from: index, to: index + matched.length, kind: kind as CedarTokenKind }]
  })
}
