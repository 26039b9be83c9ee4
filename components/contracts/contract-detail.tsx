'use client'

import { useState } from 'react'
import { ClassTag } from '@/components/ui/class-tag'
import { cx } from '@/components/ui/cx'
import { Digest } from '@/components/ui/id-text'
import { JsonView } from '@/components/ui/json-view'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { SidePanel } from '@/components/ui/sheet'
import { Tabs } from '@/components/ui/tabs'
import { exampleOf } from '@/domain/contract/example'
import { UsedBy } from './impact/used-by'
import { VersionDiff } from './impact/version-diff'
import type { ListedContract } from './listed-contract'
import { describeType } from './schema/describe-type'
import { readFields } from '@/domain/contract/read-fields'

const INDENT = ['', 'pl-3', 'pl-6', 'pl-9', 'pl-12'] as const

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
              content: (
                <ul className="py-1">
                  {fields.map((field) => {
                    const words = describeType(field.schema, version.schema)
                    return (
                      <li
                        key={field.path.join('.')}
                        className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-2 border-b border-line px-4 py-1.5 last:border-b-0"
                      >
                        <span className={cx('min-w-0', INDENT[Math.min(field.depth, 4)])}>
                          <span className="font-mono text-12">
                            {field.name}
                            {!field.required && <span className="text-fg-3">?</span>}
                          </span>
                          {field.description && (
                            <span className="block truncate text-12 text-fg-3" title={field.description}>
                              {field.description}
                            </span>
                          )}
                        </span>
                        <span className="font-mono text-12 text-fg-2">
                          {words.type} <span className="text-fg-3">{words.detail}</span>
                        </span>
                        <ClassTag value={field.classification} />
                      </li>
                    )
                  })}
                </ul>
              ),
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
