'use client'

import { useState } from 'react'
import { Digest } from '@/components/ui/id-text'
import { JsonView } from '@/components/ui/json-view'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { SidePanel } from '@/components/ui/sheet'
import { Tabs } from '@/components/ui/tabs'
import { exampleOf } from '@/domain/contract/example'
import { FieldList } from './field-list'
import { UsedBy } from './impact/used-by'
import { VersionDiff } from './impact/version-diff'
import type { ListedContract } from './listed-contract'
import { readFields } from '@/domain/contract/read-fields'

/** One contract: the fields of a version, its JSON, an example, and who uses it. */
export function ContractDetail({ contract, onClose }: { contract: ListedContract; onClose: () => void }) {
  const [number, setNumber] = useState(String(contract.versions[0]?.version ?? 1))
  const [tab, setTab] = useState<'fields' | 'json' | 'example' | 'teams' | 'compare'>('fields')
  const version = contract.versions.find((each) => String(each.version) === number)
  if (!version) return null
  const fields = readFields(version.schema)
  return (
    <SidePanel
      label={`Contract ${contract.name}`}
      title={<span className="font-mono text-12">{contract.name}</span>}
      onClose={onClose}
    >
      <div className="grid h-full min-h-0 grid-rows-[auto_minmax(0,1fr)]">
        <div className="grid gap-2 px-4 py-3">
          {contract.description && <p className="text-fg-2">{contract.description}</p>}
          <div className="flex flex-wrap items-center gap-3 text-12 text-fg-3">
            <Select
              className="w-36"
              label="Version"
              prefix="Version"
              value={number}
              onValueChange={setNumber}
              options={contract.versions.map((each) => ({
                value: String(each.version),
                label: String(each.version),
                hint: each.publishedAt ? 'published, stands for ever' : 'only drafted',
              }))}
            />
            {version.publishedAt ? (
              <>
                <span>
                  published <RelativeTime at={version.publishedAt} />
                </span>
                {version.digest && <Digest value={version.digest} />}
              </>
            ) : (
              <span>only drafted: it may still change</span>
            )}
          </div>
        </div>
        <Tabs
          label="About this version"
          value={tab}
          onValueChange={setTab}
          items={[
            {
              value: 'fields',
              label: 'Fields',
              count: fields.length,
              content: <FieldList schema={version.schema} className="py-1" rowClassName="px-4" />,
            },
            {
              value: 'json',
              label: 'JSON',
              content: <JsonView className="m-3" label="JSON Schema" value={version.schema} openDepth={3} />,
            },
            {
              value: 'example',
              label: 'Example',
              content: (
                <JsonView className="m-3" label="Example" value={exampleOf(version.schema)} openDepth={4} />
              ),
            },
            {
              value: 'teams',
              label: 'Used by',
              count: version.usedBy.length,
              content: <UsedBy name={contract.name} version={version.version} />,
            },
            ...(contract.versions.length > 1
              ? [
                  {
                    value: 'compare' as const,
                    label: 'Compare',
                    content: <VersionDiff contract={contract} to={version.version} />,
                  },
                ]
              : []),
          ]}
        />
      </div>
    </SidePanel>
  )
}
