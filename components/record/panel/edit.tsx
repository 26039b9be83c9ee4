import { DifferenceList } from '@/components/ui/difference-list'
import { differences } from '@/components/ui/differences'
import { fitsSeal } from '../proof/fits-seal'
import type { EntryDetail } from '../record-types'

/** What a person changed in a draft before it went on, as long as the private values are there. */
export function Edit({ entry: { draft, sealed, body } }: { entry: EntryDetail }) {
  const edit = sealed.find(({ field }) => field === '/data/edit')
  if (draft === null || !edit || !fitsSeal(JSON.parse(body), edit)) return null
  const changes = differences(draft, edit.value)
  if (changes.length === 0) return null
  return (
    <section aria-label="What the edit changed" className="border-b border-line px-4 pt-2.5 pb-3">
      <h3 className="pb-1.5 font-strong">What the edit changed</h3>
      <DifferenceList differences={changes} />
    </section>
  )
}
