'use client'

import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import Link from 'next/link'
import { parseAsBoolean, parseAsString, useQueryStates } from 'nuqs'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { FilterBar } from '@/components/ui/filter-bar'
import { SearchInput } from '@/components/ui/input'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { useListKeys } from '@/components/ui/use-list-keys'
import { NewContract } from './new-contract'
import { ContractDetail } from './contract-detail'
import type { ListedContract } from './listed-contract'
import { readFields } from '@/domain/contract/read-fields'

/** Every contract of the workspace, its versions and where it is used. */
export function ContractsScreen() {
  const [{ q, open, add }, setQuery] = useQueryStates({
    q: parseAsString.withDefault(''),
    open: parseAsString,
    add: parseAsBoolean.withDefault(false),
  })
  const mayEdit = useMay('team.edit')
  const { data, error, refetch, isFetching } = useQuery(useTRPC().contracts.list.queryOptions())
  const wanted = q.trim().toLowerCase()
  const shown = data?.filter(
    ({ name, description, versions }) =>
      `${name} ${description}`.toLowerCase().includes(wanted) ||
      versions.some(({ usedBy }) => usedBy.some((team) => team.name.toLowerCase().includes(wanted))),
  )
  const chosen = data?.find(({ name }) => name === open)
  const { active, rowProps } = useListKeys({
    count: shown?.length ?? 0,
    onOpen: (index) => void setQuery({ open: shown?.[index]?.name ?? null }),
    what: 'contract',
  })
  useHotkeys([
    {
      keys: '/',
      label: 'Find a contract',
      run: () => document.querySelector<HTMLInputElement>('#find-contract')?.focus(),
    },
  ])
  useHotkeys([{ keys: 'Escape', run: () => void setQuery({ open: null }) }], chosen !== undefined)
  return (
    <Page
      title="Contracts"
      detail={data && counted(data.length, 'contract')}
      actions={
        mayEdit && (
          <Button icon={Download} className="max-md:hidden" onClick={() => void setQuery({ add: true })}>
            Import a contract
          </Button>
        )
      }
      scroll={false}
      className="relative grid grid-rows-[auto_minmax(0,1fr)]"
    >
      <FilterBar>
        <SearchInput
          id="find-contract"
          label="Find a contract"
          value={q}
          onValueChange={(text) => void setQuery({ q: text || null })}
        />
      </FilterBar>
      <div className="flex min-h-0">
        <div className="min-h-0 min-w-0 flex-1 overflow-auto">
          {error ? (
            <ErrorState
              title="The contracts could not be read"
              onRetry={() => refetch()}
              retrying={isFetching}
            >
              {messageOf(error)}
            </ErrorState>
          ) : shown?.length === 0 ? (
            <Nothing searched={wanted !== ''} onClear={() => void setQuery(null)} />
          ) : (
            <Table>
              <TableHead>
                <tr>
                  <Th>Contract</Th>
                  <Th className="max-md:hidden">What it is for</Th>
                  <Th numeric>Versions</Th>
                  <Th numeric className="max-sm:hidden">
                    Fields
                  </Th>
                  <Th>Used by</Th>
                </tr>
              </TableHead>
              <TableBody>
                {!shown && <SkeletonRows columns={5} numeric={[2, 3]} />}
                {shown?.map((contract, index) => (
                  <Tr
                    key={contract.name}
                    selected={contract === chosen || (!chosen && index === active)}
                    onClick={() => void setQuery({ open: contract.name })}
                    {...rowProps(index)}
                  >
                    <Td
                      className="max-w-96 truncate font-mono text-12 max-sm:w-1/2 max-sm:max-w-0"
                      title={contract.name}
                    >
                      {contract.name}
                    </Td>
                    <Td wide className="text-fg-2 max-md:hidden" title={contract.description}>
                      {contract.description}
                    </Td>
                    <Td numeric>{versionWords(contract)}</Td>
                    <Td numeric className="max-sm:hidden">
                      {readFields(contract.versions[0]?.schema ?? true).length}
                    </Td>
                    <Td className="max-w-60 truncate text-fg-2 max-sm:w-1/2 max-sm:max-w-0">
                      {teamsOf(contract).join(', ') || 'no team'}
                    </Td>
                  </Tr>
                ))}
              </TableBody>
            </Table>
          )}
        </div>
        {chosen && (
          <ContractDetail key={chosen.name} contract={chosen} onClose={() => void setQuery({ open: null })} />
        )}
      </div>
      {add && mayEdit && data && <NewContract listed={data} onClose={() => void setQuery({ add: null })} />}
    </Page>
  )
}

const teamsOf = ({ versions }: ListedContract): string[] => [
  ...new Set(versions.flatMap(({ usedBy }) => usedBy.map(({ name }) => name))),
]

function versionWords({ versions }: ListedContract): string {
  const published = versions.filter(({ publishedAt }) => publishedAt !== null).length
  if (published === versions.length) return String(published)
  return published === 0 ? 'draft' : `${published} + draft`
}

function Nothing({ searched, onClear }: { searched: boolean; onClear: () => void }) {
  if (searched)
    return (
      <EmptyState title="No contract is called that" action={<Button onClick={onClear}>Show all</Button>}>
        The search looks at names, descriptions and the teams that use them.
      </EmptyState>
    )
  return (
    <EmptyState
      title="No contracts yet"
      action={
        <Button asChild>
          <Link href="/teams">Open a team</Link>
        </Button>
      }
    >
      Contracts are made in the studio, where a handoff needs one. All teams of the workspace are listed here
      by them.
    </EmptyState>
  )
}
