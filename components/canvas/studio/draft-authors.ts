import { placesChanged, placeKey, type Place } from '@/domain/team/places'
import type { Clash } from '@/domain/team/clash'
import type { TeamDocument } from '@/domain/team/document'
import { reduce } from '@/domain/team/reduce'
import type { ForeignEdit, OpenClash } from './draft-port'

/** Who last changed a place, of what came in while the draft is open. */
export class Authors {
  private readonly names = new Map<string, string>()

  /**
   * What others' edits lead to, noting who changed what.
   * @throws CommandError when one does not apply
   */
  follow(document: TeamDocument, edits: readonly ForeignEdit[]): TeamDocument {
    return edits.reduce((current, { by, commands }) => {
      const next = commands.reduce(reduce, current)
      for (const { list, id, field } of placesChanged(current, next))
        for (const place of [
          { list, id, field },
          { list, id },
        ])
          this.names.set(placeKey(place as Place), by.name)
      return next
    }, document)
  }

  /** The open clashes with new ones; one about the same place takes the place of the one before. */
  told(open: readonly OpenClash[], clashes: readonly Clash[]): OpenClash[] {
    const more = clashes.map((clash): OpenClash => {
      const key = placeKey(clash.place)
      return { ...clash, key, by: this.names.get(key) }
    })
    const keys = new Set(more.map(({ key }) => key))
    return [...open.filter(({ key }) => !keys.has(key)), ...more]
  }
}
