import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { appendToFrontier, rootOfFrontier, type Hash } from '@/domain/record/merkle'
import { formatCheckpoint, formatVerifierKey, signNote } from '@/domain/record/note'
import { secretBox } from '@/server/auth/secret-box'
import { inTransaction } from '@/server/db/transaction'

const LOCK = 6962
const BATCH = 5000

/** Name of a workspace's log: the origin line of its checkpoints and the name of its key. */
export const originOf = (workspaceId: string): string => `baton/${workspaceId}`

interface Signer {
  publicKey: Uint8Array
  privateKey: KeyObject
}

/**
 * Numbers the entries that have no number yet (never `id > last`: transactions in flight leave gaps), extends each
 * workspace's RFC 6962 tree and signs a checkpoint. One sequencer works at a time, whoever holds the advisory lock.
 */
export class Sequencer {
  private readonly signers = new Map<string, Signer>()

  /** @param pool connections as the sequencer's role */
  constructor(private readonly pool: Pool) {}

  /** One round over all workspaces. Returns how many entries were numbered; 0 also when another sequencer is at work. */
  async sequence(): Promise<number> {
    try {
      return await inTransaction(this.pool, async (client) => {
        const { rows: locks } = await client.query<{ held: boolean }>({
          name: 'sequencer_lock',
          text: 'select pg_try_advisory_xact_lock($1) held',
          values: [LOCK],
        })
        let numbered = 0
        if (locks[0]?.held) {
          const { rows } = await client.query<{ workspace_id: string }>({
            name: 'sequencer_due',
            text: 'select distinct workspace_id from record_entry where seq is null',
          })
          for (const { workspace_id } of rows) numbered += await this.extend(client, workspace_id)
        }
        return numbered
      })
    } catch (error) {
      // A key that was made in this round is undone with it: what is kept must be what is stored.
      this.signers.clear()
      throw error
    }
  }

  private async extend(client: PoolClient, workspaceId: string): Promise<number> {
    const { rows: heads } = await client.query<{ size: string; frontier: Buffer[] }>({
      name: 'sequencer_head',
      text: 'select size, frontier from record_checkpoint where workspace_id = $1 order by size desc limit 1',
      values: [workspaceId],
    })
    let size = Number(heads[0]?.size ?? 0)
    let frontier: Hash[] = heads[0]?.frontier ?? []
    const { rows } = await client.query<{ seq: string; leaf_hash: Buffer }>({
      name: 'sequencer_number',
      text: `with due as (
          select id, row_number() over (order by id) - 1 + $2 as seq from
            (select id from record_entry where workspace_id = $1 and seq is null order by id limit $3) x)
        update record_entry e set seq = due.seq from due where e.id = due.id returning e.seq, e.leaf_hash`,
      values: [workspaceId, size, BATCH],
    })
    if (!rows.length) return 0
    rows.sort((a, b) => Number(a.seq) - Number(b.seq))
    for (const { leaf_hash } of rows) frontier = appendToFrontier(frontier, size++, leaf_hash)
    const root = rootOfFrontier(frontier)
    const note = await this.sign(client, workspaceId, size, root)
    await client.query({
      name: 'sequencer_checkpoint',
      text: 'insert into record_checkpoint(workspace_id, size, root, frontier, note) values ($1, $2, $3, $4, $5)',
      values: [workspaceId, size, Buffer.from(root), frontier.map((hash) => Buffer.from(hash)), note],
    })
    return rows.length
  }

  private async sign(client: PoolClient, workspaceId: string, size: number, root: Hash): Promise<string> {
    const signer = await this.signerOf(client, workspaceId)
    const origin = originOf(workspaceId)
    return signNote(formatCheckpoint({ origin, size, root }), origin, signer.publicKey, (message) =>
      sign(null, message, signer.privateKey),
    )
  }

  private async signerOf(client: PoolClient, workspaceId: string): Promise<Signer> {
    const known = this.signers.get(workspaceId)
    if (known) return known
    const { rows } = await client.query<{ key_sealed: string }>(
      'select key_sealed from record_key where workspace_id = $1',
      [workspaceId],
    )
    const privateKey = rows[0]
      ? createPrivateKey({
          key: Buffer.from(secretBox().open(rows[0].key_sealed), 'base64'),
          format: 'der',
          type: 'pkcs8',
        })
      : await newKey(client, workspaceId)
    const jwk = privateKey.export({ format: 'jwk' })
    const signer = { privateKey, publicKey: new Uint8Array(Buffer.from(jwk.x ?? '', 'base64url')) }
    this.signers.set(workspaceId, signer)
    return signer
  }
}

async function newKey(client: PoolClient, workspaceId: string): Promise<KeyObject> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  await client.query('insert into record_key(workspace_id, verifier, key_sealed) values ($1, $2, $3)', [
    workspaceId,
    formatVerifierKey(originOf(workspaceId), new Uint8Array(raw)),
    secretBox().seal(privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')),
  ])
  return privateKey
}
