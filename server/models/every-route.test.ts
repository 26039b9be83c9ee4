import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/** All that runs in production, apart from its tests and what they stand on. */
const files = ['app', 'components', 'domain', 'server']
  .flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' }).map((path) => `${room}/${path}`),
  )
  .filter((path) => /\.(tsx?|mjs)$/.test(path) && !/\.test\.tsx?$|\/testing\//.test(path))
  .toSorted()

const nodesOf = (path: string): ts.Node[] => {
  const nodes: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    nodes.push(node)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true))
  return nodes
}

/** Files in which something stands, by what can be read of the code. */
const where = (word: string, holds: (node: ts.Node) => boolean): string[] =>
  files.filter((path) => readFileSync(path, 'utf8').includes(word) && nodesOf(path).some(holds))

const imports = (pattern: RegExp) => (node: ts.Node) =>
  (ts.isImportDeclaration(node) &&
    !node.importClause?.isTypeOnly &&
    ts.isStringLiteral(node.moduleSpecifier) &&
    pattern.test(node.moduleSpecifier.text)) ||
  (ts.isCallExpression(node) &&
    node.expression.kind === ts.SyntaxKind.ImportKeyword &&
    node.arguments.some((argument) => ts.isStringLiteral(argument) && pattern.test(argument.text)))

/** `something.name(…)`, where `something` ends as given. */
const calls =
  (name: string, of = /./) =>
  (node: ts.Node) =>
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === name &&
    of.test(node.expression.expression.getText())

describe('every route to a model', () => {
  it('leads through one file that knows the SDK', () => {
    expect(where('openai', imports(/^openai(\/|$)/))).toEqual(['server/models/openai.ts'])
  })

  it('is a chat that only the pool begins, once its money is reserved', () => {
    expect(where('.chat', calls('chat'))).toEqual(['server/models/pool.ts'])
    expect(where('completions', calls('create', /completions$/))).toEqual(['server/models/openai.ts'])
    const [ask] = nodesOf('server/models/pool.ts').filter(
      (node) => ts.isMethodDeclaration(node) && node.name.getText() === 'ask',
    )
    const text = ask?.getText() ?? ''
    const at = (part: string) => text.indexOf(part)
    expect(at('turn.next(')).toBeGreaterThan(0)
    expect(at('throw blocked(')).toBeGreaterThan(at('turn.next('))
    expect(at('.chat(')).toBeGreaterThan(at('throw blocked('))
  })

  it('is asked of the pool, from these places and no other', () => {
    const asking = where('.ask', calls('ask', /(models|pool|createModelPool\(.*\))$/s))
    expect(asking).toEqual([
      // Answers, repairs, tools' rounds: agents, supervisors, orchestrators, validating agents, conflicts.
      'server/engine/handlers/conversation.ts',
      // Summaries of what is too long for a model.
      'server/engine/handlers/fit-context.ts',
      // Whose step was broken off is settled all the same.
      'server/engine/leftovers.ts',
      // Asks for leave first, for a dearer model and for a run that costs more than its runs do.
      'server/engine/spend-guard.ts',
      // A model that somebody tries from the console.
      'server/services/model/test.ts',
    ])
    const made = where(
      'createModelPool',
      (node) => ts.isCallExpression(node) && node.expression.getText() === 'createModelPool',
    )
    expect(made).toEqual(['server/main/worker.ts', 'server/services/model/test.ts'])
    // No handler of the engine is given a pool but through the guard.
    expect(readFileSync('server/engine/advance.ts', 'utf8')).toMatch(
      /const watched = \{[^;]*models: guarding\(\s*remembering\(engine\.models, calls\)/,
    )
    expect(
      where('handler(', (node) => ts.isCallExpression(node) && node.getText() === 'handler(watched)'),
    ).toEqual(['server/engine/advance.ts'])
  })

  it('has no way round: these files open connections of their own, each for one thing', () => {
    const opens = new Set([
      ...where('undici', imports(/^undici$/)),
      ...where('request', imports(/^(node:)?(https?|http2|net|tls)$/)).filter((path) =>
        nodesOf(path).some(calls('request')),
      ),
      ...where(
        'fetch(',
        (node) => ts.isCallExpression(node) && /^(globalThis\.)?fetch$/.test(node.expression.getText()),
      ),
    ])
    const server = [...opens].filter((path) => path.startsWith('server/')).toSorted()
    expect(server).toEqual([
      // Keeps the lines by which the two below it call.
      'server/connectors/dispatcher.ts',
      'server/connectors/http.ts',
      // Talks to MCP servers over those lines.
      'server/connectors/pinned-fetch.ts',
      // Asks this installation whether it is up.
      'server/main/start/health.ts',
      'server/models/openai.ts',
    ])
  })
})
