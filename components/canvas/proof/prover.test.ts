import { afterEach, describe, expect, it } from 'vitest'
import type { Catalogue } from '@/domain/team/checks/check'
import { proveTeam } from '@/domain/team/compile'
import type { TeamDocument } from '@/domain/team/document'
import { reduce } from '@/domain/team/reduce'
import { salesCatalogue, salesTeam } from '@/domain/team/testing/sales-team'
import { Prover, type OpenLine } from './prover'
import { proofSession, type Answer, type Question } from './session'

/** The other end in a task of its own each time; what it is told and tells is copied, as between threads. */
function lines(answers: (question: Question) => boolean = () => true) {
  const asked: Question[] = []
  let opened = 0
  let ended = 0
  let kill = (): void => undefined
  const open: OpenLine = (onAnswer, onDeath, onReady) => {
    opened++
    onReady()
    kill = onDeath
    const answer = proofSession()
    let gone = false
    return {
      ask: (question) => {
        const got = structuredClone(question)
        asked.push(got)
        if (!answers(got)) return
        setTimeout(() => !gone && onAnswer(structuredClone(answer(got))), 0)
      },
      end: () => {
        gone = true
        ended++
      },
    }
  }
  return {
    open,
    asked,
    kill: () => kill(),
    get opened() {
      return opened
    },
    get ended() {
      return ended
    },
  }
}

const provers: Prover[] = []
const proving = (open: OpenLine, bounds = { momentMs: 1000, slowMs: 5000 }) => {
  const prover = new Prover(open, { loadMs: 5000, ...bounds })
  provers.push(prover)
  return prover
}
afterEach(() => {
  for (const prover of provers.splice(0)) prover.close()
})

const until = (prover: Prover, holds: () => boolean) =>
  new Promise<void>((resolve) => {
    if (holds()) return resolve()
    const stop = prover.subscribe(() => {
      if (!holds()) return
      stop()
      resolve()
    })
  })
const proofOf = (prover: Prover, document: TeamDocument) =>
  until(prover, () => prover.snapshot().of === document).then(() => prover.snapshot().proof)

const rename = (document: TeamDocument, name: string) =>
  reduce(document, { type: 'node.update', id: 'drafting', patch: { name } })
const catalogue: Catalogue = salesCatalogue

describe('the newest finished proof', () => {
  it('is the one that proving from nothing finds, edit after edit', async () => {
    const line = lines()
    const prover = proving(line.open)
    let document = salesTeam()
    for (const change of [
      (one: TeamDocument) => one,
      (one: TeamDocument) => rename(one, 'Drafts'),
      (one: TeamDocument) => reduce(one, { type: 'edge.remove', id: 'limits_pass_update' }),
      (one: TeamDocument) => reduce(one, { type: 'node.remove', id: 'person' }),
      () => salesTeam(),
    ]) {
      document = change(document)
      prover.prove(document, catalogue)
      expect(await proofOf(prover, document)).toEqual(proveTeam(structuredClone(document), catalogue))
      expect(prover.snapshot().checking).toMatchObject({ is: 'checked' })
    }
    expect(line.opened).toBe(1)
  })

  it('tells the other end only what is new', async () => {
    const line = lines()
    const prover = proving(line.open)
    const document = salesTeam()
    prover.prove(document, catalogue)
    const before = await proofOf(prover, document)
    const renamed = rename(document, 'Drafts')
    prover.prove(renamed, catalogue)
    const after = await proofOf(prover, renamed)
    expect(JSON.stringify(line.asked[1]).length).toBeLessThan(1000)
    expect(line.asked[1]?.catalogue).toBeUndefined()
    expect(after.views).toBe(before.views)
  })

  it('leaves out what nobody waits for any more', async () => {
    const line = lines()
    const prover = proving(line.open)
    const first = salesTeam()
    prover.prove(first, catalogue)
    let last = first
    for (let i = 0; i < 20; i++) prover.prove((last = rename(last, `Name ${i}`)), catalogue)
    await proofOf(prover, last)
    expect(line.asked).toHaveLength(2)
  })

  it('follows the catalogue too', async () => {
    const prover = proving(lines().open)
    const document = salesTeam()
    prover.prove(document, catalogue)
    await proofOf(prover, document)
    prover.prove(document, { ...catalogue, agents: [] })
    await until(prover, () => prover.snapshot().proof.problems.some(({ code }) => code === 'agents.unknown'))
  })
})

describe('how long it took', () => {
  it('is told of the first without beginning the thread, and of the others from the edit on', async () => {
    let at = 0
    const open: OpenLine = (onAnswer) => {
      const answer = proofSession()
      return {
        // As one who takes 500 ms to be there and answer, 7 of them for the proof.
        ask: (question) =>
          setTimeout(() => (at += 500) && onAnswer({ ...answer(question), ms: 7 } as Answer), 0),
        end: () => undefined,
      }
    }
    const prover = new Prover(open, { momentMs: 1000, slowMs: 5000, loadMs: 5000 }, () => at)
    provers.push(prover)
    const document = salesTeam()
    prover.prove(document, catalogue)
    await proofOf(prover, document)
    expect(prover.snapshot().checking).toEqual({ is: 'checked', ms: 7 })
    const renamed = rename(document, 'Drafts')
    prover.prove(renamed, catalogue)
    await proofOf(prover, renamed)
    expect(prover.snapshot().checking).toEqual({ is: 'checked', ms: 500 })
  })
})

describe('an answer that does not come', () => {
  it('but says that it failed says why', async () => {
    const prover = proving(lines().open)
    prover.prove(salesTeam(), { ...catalogue, agents: null } as unknown as Catalogue)
    await until(prover, () => prover.snapshot().checking.is === 'stopped')
    expect(prover.snapshot().checking).toEqual({
      is: 'stopped',
      why: 'failed',
      said: expect.stringContaining('null') as string,
    })
  })

  it('is said to be awaited after a moment, and given up after a while', async () => {
    const line = lines(() => false)
    const prover = proving(line.open, { momentMs: 10, slowMs: 60 })
    const document = salesTeam()
    prover.prove(document, catalogue)
    await until(prover, () => prover.snapshot().checking.is === 'stopped')
    expect(prover.snapshot().checking).toEqual({ is: 'stopped', why: 'slow' })
    expect(line.ended).toBe(1)
    prover.again()
    await until(prover, () => prover.snapshot().checking.is === 'stopped')
    expect(line.opened).toBe(2)
  })

  it('is not given up while the code of the thread is still being loaded', async () => {
    let load = (): void => undefined
    let opened = 0
    const open: OpenLine = (onAnswer, _onDeath, onReady) => {
      opened++
      const answer = proofSession()
      let wanted: Question | undefined
      load = () => {
        onReady()
        if (wanted) onAnswer(answer(wanted))
      }
      return { ask: (question) => (wanted = question), end: () => undefined }
    }
    const prover = proving(open, { momentMs: 10, slowMs: 30 })
    const document = salesTeam()
    prover.prove(document, catalogue)
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect([opened, prover.snapshot().checking.is]).toEqual([1, 'checking'])
    load()
    expect(await proofOf(prover, document)).toEqual(proveTeam(document, catalogue))
  })

  it('does not hold up the next edit', async () => {
    const document = salesTeam()
    const mended = rename(document, 'Drafts')
    let stuck = true
    const prover = proving(lines(() => !stuck).open, { momentMs: 10, slowMs: 60 })
    prover.prove(document, catalogue)
    prover.prove(mended, catalogue)
    stuck = false
    expect(await proofOf(prover, mended)).toEqual(proveTeam(mended, catalogue))
  })

  it('of one who died is asked of another, and given up when that one dies too', async () => {
    let alive = false
    const line = lines(() => alive)
    const prover = proving(line.open)
    const document = salesTeam()
    prover.prove(document, catalogue)
    line.kill()
    expect(line.opened).toBe(2)
    line.kill()
    expect(prover.snapshot().checking).toEqual({ is: 'stopped', why: 'failed' })
    alive = true
    prover.again()
    expect(await proofOf(prover, document)).toEqual(proveTeam(document, catalogue))
    expect(line.asked.at(-1)?.document).toEqual({ is: document })
  })

  it('does not come any more once it is closed, and comes when it is wanted again', async () => {
    const line = lines()
    const prover = proving(line.open)
    const document = salesTeam()
    prover.prove(document, catalogue)
    prover.close()
    expect(line.ended).toBe(1)
    prover.prove(document, catalogue)
    await proofOf(prover, document)
    expect(line.opened).toBe(2)
  })
})
