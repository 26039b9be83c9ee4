import { describe, expect, it } from 'vitest'
import { answerByRules, type Shown } from './answer-by-rules'
import { answerRuleSchema, answersSchema, unreadableIn } from './answers'

const shown: Shown = {
  handoff: { amount: 40, lines: ['a', 'b'] },
  state: { order: { due: 30 } },
  task: 'Answer.',
  feedback: null,
  tools: {},
}
const rules = (...written: object[]) => written.map((rule) => answerRuleSchema.parse(rule))
const grounds = { rationale: 'Because.', confidence: 0.9 }

describe('an answer by rules', () => {
  it('is that of the first rule that holds, with CEL after = and in braces', () => {
    const answer = answerByRules(
      rules(
        { name: 'more than due', when: 'handoff.amount > 50', output: { text: 'no' }, ...grounds },
        {
          name: 'within',
          when: 'handoff.amount <= 50',
          let: { rest: '= handoff.amount - state.order.due' },
          output: {
            text: 'It is {{ rest }} too much',
            rest: '= rest',
            list: ["= handoff.lines.map(l, l + '!')"],
            fixed: 3,
          },
          rationale: 'Over by {{ rest }}.',
          confidence: '= rest > 0 ? 0.5 : 1.0',
          claims: [{ subject: 'order.due', value: '= state.order.due' }],
        },
        { name: 'never met', output: { text: 'late' }, ...grounds },
      ),
      shown,
    )
    expect(answer).toMatchObject({
      kind: 'answer',
      rule: 'within',
      said: {
        output: { text: 'It is 10 too much', rest: 10, list: [['a!', 'b!']], fixed: 3 },
        request: null,
        rationale: 'Over by 10.',
        confidence: 0.5,
        claims: [{ subject: 'order.due', value: 30 }],
      },
    })
  })

  it('asks the tools that it needs and that have not answered', () => {
    const reading = rules({
      name: 'reads',
      calls: [
        { tool: 'find', arguments: { id: '= state.order.due' } },
        { tool: 'news', arguments: {} },
      ],
      output: { found: '= tools.find.name' },
      ...grounds,
    })
    expect(answerByRules(reading, shown)).toEqual({
      kind: 'calls',
      calls: [
        { name: 'find', arguments: { id: 30 } },
        { name: 'news', arguments: {} },
      ],
    })
    const answered = { ...shown, tools: { find: { name: 'Alder' }, news: [] } }
    expect(answerByRules(reading, answered)).toMatchObject({ said: { output: { found: 'Alder' } } })
  })

  it.each([
    ['a value that is not there', { when: 'handoff.colour == "red"' }, /“red ones”.*"?colour/],
    ['a condition that is no condition', { when: 'handoff.amount' }, /neither true nor false/],
    ['output that cannot be made', { output: { text: '= state.nothing.at_all' } }, /“red ones”/],
  ])('refuses and says where, with %s', (_, part, why) => {
    const answer = answerByRules(
      rules({ name: 'red ones', output: { text: 'x' }, ...grounds, ...part }),
      shown,
    )
    expect(answer).toMatchObject({ kind: 'refusal', why: expect.stringMatching(why) as string })
  })

  it('refuses where no rule holds, and where a rule refuses', () => {
    expect(
      answerByRules(rules({ name: 'a', when: 'false', output: { x: 1 }, ...grounds }), shown),
    ).toMatchObject({
      kind: 'refusal',
      why: 'no rule is written for what it was shown.',
    })
    const refusing = rules({ name: 'a', refuse: 'there is no order over {{ handoff.amount }}' })
    expect(answerByRules(refusing, shown)).toEqual({ kind: 'refusal', why: 'there is no order over 40' })
  })
})

describe('answers.yaml', () => {
  it.each([
    ['nothing that is said', { name: 'a' }],
    ['two answers', { name: 'a', output: {}, refuse: 'no', ...grounds }],
    ['an answer without grounds', { name: 'a', output: {} }],
    ['a confidence of more than one', { name: 'a', output: {}, rationale: 'x', confidence: 2 }],
    ['a field nobody knows', { name: 'a', output: {}, ...grounds, mood: 'good' }],
  ])('takes no rule with %s', (_, rule) => {
    expect(answerRuleSchema.safeParse(rule).success).toBe(false)
  })

  it('finds what is no CEL, wherever it stands', () => {
    const read = answersSchema.parse({
      agents: {
        one: [
          {
            name: 'a',
            when: 'handoff.amount >',
            output: { deep: [{ text: 'x {{ 1 + }}' }] },
            ...grounds,
          },
          { name: 'b', output: { ok: '= 1' }, rationale: '{{ open', confidence: '= )' },
        ],
        two: { code: 'by-hand' },
      },
    })
    expect(unreadableIn(read).map(({ pointer }) => pointer)).toEqual([
      '/agents/one/0/when',
      '/agents/one/0/output/deep/0/text',
      '/agents/one/1/rationale',
      '/agents/one/1/confidence',
    ])
  })
})
