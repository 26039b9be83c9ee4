import { describe, expect, it } from 'vitest'
import { serveView } from './serve-view'

const field = (path: string, visibility: 'clear' | 'absent') => ({ path, visibility, categories: [] })

describe('what is empty', () => {
  it('is shown as empty where something could be seen, and not at all where nothing could', () => {
    const plan = {
      fields: [
        field('a.news.*.title', 'clear'),
        field('a.deal.id', 'clear'),
        field('a.secrets.*.key', 'absent'),
      ],
    }
    expect(serveView(plan, { a: { news: [], deal: null, secrets: [] } }).data).toEqual({
      a: { news: [], deal: null },
    })
  })
})
