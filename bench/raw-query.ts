// Prisma's raw query against a prepared statement on the same pool: what one call of a SQL function costs the caller.
import { randomBytes } from 'node:crypto'
import { openDb } from '@/server/db/client'
import { startCluster } from './cluster'

const CALLS = 4000
const cluster = await startCluster()
try {
  const { app } = await cluster.baton('raw')
  const db = openDb(app, 8)
  const body = JSON.stringify({ note: randomBytes(700).toString('hex') })
  const ways = {
    'prepared statement': () =>
      db.pool.query({ name: 'len', text: 'select jsonb_typeof($1::jsonb) r', values: [body] }),
    "Prisma's raw query": () => db.prisma.$queryRaw`select jsonb_typeof(${body}::jsonb) r`,
  }
  for (const round of [1, 2]) {
    for (const [name, call] of Object.entries(ways)) {
      const cpu = process.cpuUsage()
      const began = performance.now()
      for (let i = 0; i < CALLS; i += 8) await Promise.all(Array.from({ length: 8 }, call))
      const { user, system } = process.cpuUsage(cpu)
      const us = (value: number) =>
        Math.round(value / CALLS)
          .toString()
          .padStart(5)
      if (round === 2)
        console.log(
          `${name.padEnd(20)} ${us((performance.now() - began) * 1000)} µs a call, ${us(user + system)} µs of it CPU of the caller`,
        )
    }
  }
  await db.close()
} finally {
  await cluster.close()
}
