import Link from 'next/link'
import { Checkbox } from '@/components/ui/checkbox'
import { counted } from '@/components/ui/counted'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import type { FoundPerson, FoundRun } from './privacy-types'

const inPlaces = (places: FoundPerson['elsewhere']): string =>
  places.map(({ place, values }) => `${place.toLowerCase()} ${values}`).join(', ')

const valuesOf = ({ places }: Pick<FoundRun, 'places'>): number =>
  places.reduce((sum, { values }) => sum + values, 0)

/** Where a person is named: runs, which can be chosen, other places, and where they stay. */
export function FoundList({
  found,
  leftOut,
  onLeaveOut,
}: {
  found: FoundPerson
  leftOut: readonly string[]
  /** Left out where what is found is only shown. */
  onLeaveOut?: (run: string, out: boolean) => void
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {found.runs.length > 0 && (
        <div className="overflow-x-auto rounded-8 border border-line">
          <Table>
            <TableHead>
              <tr>
                <Th>
                  <span className="sr-only">Erase</span>
                </Th>
                <Th>Run</Th>
                <Th className="max-sm:hidden">Team</Th>
                <Th className="max-sm:hidden">Started</Th>
                <Th>Values</Th>
                <Th className="max-sm:hidden">As they stand there, masked</Th>
              </tr>
            </TableHead>
            <TableBody>
              {found.runs.map((run) => (
                <Tr key={run.run}>
                  <Td className="w-8">
                    <Checkbox
                      aria-label={`Erase in ${run.title}`}
                      checked={!leftOut.includes(run.run)}
                      disabled={!onLeaveOut}
                      onCheckedChange={(chosen) => onLeaveOut?.(run.run, !chosen)}
                    />
                  </Td>
                  <Td>
                    <span className="flex items-center gap-2">
                      <Link href={`/runs/${run.run}`} className="font-label hover:underline">
                        {run.title}
                      </Link>
                      {!run.over && <Tag>under way</Tag>}
                      {run.held && <Tag>legal hold</Tag>}
                    </span>
                  </Td>
                  <Td className="text-fg-2 max-sm:hidden">{run.team.name}</Td>
                  <Td className="text-fg-2 max-sm:hidden">
                    <RelativeTime at={run.startedAt} />
                  </Td>
                  <Td className="text-fg-2" title={inPlaces(run.places)}>
                    {valuesOf(run)}
                  </Td>
                  <Td wide className="font-mono text-12 text-fg-2 max-sm:hidden">
                    {run.samples.join(' · ')}
                  </Td>
                </Tr>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
      {found.more && (
        <p className="text-fg-2">
          There are more runs than one search goes through. Look for the person by fewer signs at a time.
        </p>
      )}
      {found.elsewhere.length > 0 && (
        <p className="text-fg-2">Outside of runs, erased as well: {inPlaces(found.elsewhere)}.</p>
      )}
      {found.kept.length > 0 && <KeptList kept={found.kept} />}
    </div>
  )
}

/** Where the person is named and nothing is erased. */
export function KeptList({ kept }: { kept: FoundPerson['kept'] }) {
  return (
    <div>
      <h3 className="font-label">Named there as well, and left</h3>
      <ul className="mt-1 grid gap-1 text-fg-2">
        {kept.map(({ place, count, why }) => (
          <li key={`${place} ${why}`}>
            <span className="text-fg">
              {place}: {counted(count, 'entry', 'entries')}.
            </span>{' '}
            {why}
          </li>
        ))}
      </ul>
    </div>
  )
}
