'use client'

import { useMemo, useState } from 'react'
import { Select } from '@/components/ui/select'
import { diffFields } from '@/domain/contract/diff-fields'
import { refOf } from '@/domain/contract/contract'
import { isRecord } from '@/domain/contract/json-schema'
import { contractImpact, type Impact, type TeamUses } from '@/domain/team/contract-impact'
import type { ListedContract } from '../listed-contract'
import { FieldChanges } from './field-changes'
import { useTeamUses } from './use-team-uses'
import { UsesPane } from './uses-pane'

type Version = ListedContract['versions'][number]

/** Two versions of a contract: what differs by field, and what moving from the one to the other would break. */
export function VersionDiff({ contract, to }: { contract: ListedContract; to: number }) {
  const others = contract.versions.filter(({ version }) => version !== to)
  const [chosen, setChosen] = useState<string>()
  const earlier = others.find(({ version }) => version < to) ?? others[0]
  const from = others.find(({ version }) => String(version) === chosen) ?? earlier
  const now = contract.versions.find(({ version }) => version === to)
  if (!from || !now)
    return <p className="px-4 py-3 text-fg-2">There is no other version to compare it with.</p>
  return (
    <div className="grid gap-2 py-2">
      <div className="px-4">
        <Select
          className="w-44"
          label="Compare with version"
          prefix="From version"
          value={String(from.version)}
          onValueChange={setChosen}
          options={others.map(({ version }) => ({ value: String(version), label: String(version) }))}
        />
      </div>
      <Comparison name={contract.name} from={from} now={now} />
    </div>
  )
}

function Comparison({ name, from, now }: { name: string; from: Version; now: Version }) {
  const { teams, error } = useTeamUses(name)
  const changes = useMemo(() => diffFields(from.schema, now.schema), [from, now])
  const impacts = useMemo(() => teams && impactOf(name, from, now, teams), [name, from, now, teams])
  return (
    <>
      {changes.length === 0 ? (
        <p className="px-4 text-fg-2">
          Versions {from.version} and {now.version} have the same fields.
        </p>
      ) : (
        <FieldChanges
          changes={changes}
          label={`What differs from version ${from.version} to ${now.version}`}
        />
      )}
      <h3 className="px-4 pt-2 font-strong">
        Who uses version {from.version}, under version {now.version}
      </h3>
      <UsesPane impacts={impacts} error={error} changed />
    </>
  )
}

/** What the later version would mean at each place that uses the earlier one. */
function impactOf(name: string, from: Version, now: Version, teams: readonly TeamUses[]): Impact[] {
  if (!isRecord(from.schema)) return []
  const before = { name, version: from.version, description: '', schema: from.schema }
  const of = <T extends { ref: string }>(list: readonly T[]): T[] =>
    list.filter(({ ref }) => ref === refOf(before))
  const there = teams.map((one) => ({
    ...one,
    uses: of(one.uses),
    reads: of(one.reads),
    tests: of(one.tests),
    calls: of(one.calls),
  }))
  return contractImpact(before, now.schema, there)
}
