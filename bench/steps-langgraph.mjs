// The peer: five bare steps in LangGraph.js with PostgresSaver. A run comes in as a message of another process.
import { Annotation, END, START, StateGraph } from '@langchain/langgraph'
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.BENCH_URL, max: 20 })
const saver = new PostgresSaver(pool)
await saver.setup()
const last = () => Annotation({ reducer: (_before, after) => after })
const names = ['a1', 'a2', 'a3', 'a4', 'a5']
const graph = new StateGraph(
  Annotation.Root({ input: last(), ...Object.fromEntries(names.map((name) => [`${name}_out`, last()])) }),
)
for (const name of names)
  graph.addNode(name, () => ({ [`${name}_out`]: { note: 'x'.repeat(200), amount: 12 } }))
graph.addEdge(START, 'a1')
for (let i = 1; i < names.length; i++) graph.addEdge(names[i - 1], names[i])
graph.addEdge('a5', END)
const app = graph.compile({ checkpointer: saver })
const durability = process.env.BENCH_DURABILITY

process.on('message', async ({ id }) => {
  await app.invoke(
    { input: { note: 'x'.repeat(200), amount: 12 } },
    { configurable: { thread_id: id }, durability },
  )
  process.send({ done: id })
})
process.send({ ready: true })
