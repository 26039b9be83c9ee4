import { expect, type Locator, type Page } from '@playwright/test'

/** The studio as somebody sees it who draws. */
export class Studio {
  readonly canvas: Locator
  readonly problems: Locator
  /** The line over the canvas that says how a run goes. */
  readonly overlay: Locator

  constructor(readonly page: Page) {
    this.canvas = page.getByRole('application', { name: 'Canvas' })
    this.problems = page.getByRole('region', { name: 'Problems' })
    this.overlay = page.getByRole('region', { name: 'Canvas' }).getByRole('status')
  }

  /** A card on the canvas, named by kind and name: `Rules Checks`. */
  card(name: string): Locator {
    return this.canvas.getByRole('group', { name, exact: true })
  }

  /** What the inspector shows of a node. */
  node(name: string): Locator {
    return this.page.getByRole('complementary', { name: `Node ${name}`, exact: true })
  }

  /** Selects by the outline, which brings the card into sight. */
  async select(name: string): Promise<Locator> {
    const palette = this.page.getByRole('complementary', { name: 'Palette' })
    await palette.getByRole('radio', { name: 'Outline' }).click()
    // Behind the name may stand how much is wrong there.
    await palette.getByRole('button', { name: new RegExp(`^${name}( \\d+ errors?)?$`) }).click()
    return this.node(name)
  }

  /** A handoff's pill on the canvas. */
  handoff(between: string): Locator {
    return this.canvas.getByRole('button', { name: new RegExp(`^Handoff ${between}[, ]`) })
  }

  /** Draws a handoff with the mouse: from a way out of one card onto another. */
  async drag(from: string, port: string, to: string): Promise<void> {
    const start = await middleOf(this.card(from).locator(`[data-handleid="${port}"]`))
    const end = await middleOf(this.card(to))
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 })
    await this.page.mouse.move(end.x, end.y, { steps: 5 })
    await this.page.mouse.up()
  }

  /** A key of the studio, which is none while somebody types. */
  async press(key: string): Promise<void> {
    await this.page.evaluate(
      () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
    )
    await this.page.keyboard.press(key)
  }

  /** Adds what a key stands for, after what is selected, and names it. */
  async add(key: string, name: string): Promise<Locator> {
    return this.called(name, () => this.press(key))
  }

  /** Adds by the palette, after what is selected, and names it. @param item as the palette has it: a kind, an agent */
  async place(item: string, name: string): Promise<Locator> {
    const palette = this.page.getByRole('complementary', { name: 'Palette' })
    await palette.getByRole('radio', { name: 'Add' }).click()
    return this.called(name, () => palette.getByRole('button', { name: item, exact: true }).click())
  }

  /** Names what an act adds, and its slot by it. */
  private async called(name: string, act: () => Promise<void>): Promise<Locator> {
    const added = this.page.getByRole('complementary', { name: /^Node / })
    const before = (await added.count()) > 0 ? await added.getAttribute('aria-label') : null
    await act()
    // What was selected until then is still shown for a moment.
    if (before !== null) await expect(added).not.toHaveAttribute('aria-label', before)
    await added.getByLabel('Name', { exact: true }).first().fill(name)
    await added.getByLabel('Slot').fill(name.toLowerCase().replaceAll(' ', '_'))
    await leave(added.getByLabel('Slot'))
    return this.node(name)
  }

  /** Makes a contract of fields by the table of the editor that a contract field opens. */
  async newContract(opener: Locator, name: string, fields: ContractField[]): Promise<void> {
    await opener.click()
    const editor = this.page.getByRole('region', { name: /^Contract / })
    await editor.getByLabel('Name of the contract').fill(name)
    for (const field of fields) {
      await editor.getByRole('button', { name: 'Add a field', exact: true }).click()
      const named = editor.getByLabel(/^Name of /).last()
      await named.fill(field.name)
      await named.press('Enter')
      await choose(editor.getByLabel('Type'), field.type)
      await choose(editor.getByLabel('Classification'), field.class ?? 'internal')
      if (field.choices) {
        await editor.getByLabel('Only these').fill(field.choices.join(', '))
        await leave(editor.getByLabel('Only these'))
      }
    }
    await editor.getByRole('button', { name: 'Add to the team' }).click()
    await expect(editor).toHaveCount(0)
  }
}

export interface ContractField {
  name: string
  type: 'Text' | 'Whole number'
  class?: string
  choices?: string[]
}

async function middleOf(place: Locator): Promise<{ x: number; y: number }> {
  const box = await place.boundingBox()
  if (!box) throw new Error('It is not in sight.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Edits are taken over when their field is left. */
export const leave = (field: Locator): Promise<void> => field.press('Tab')

/** Chooses in one of the console's lists. */
export async function choose(field: Locator, option: string): Promise<void> {
  await field.click()
  const page = field.page()
  await page
    .getByRole('option', { name: new RegExp(`^${option}`) })
    .first()
    .click()
  await expect(page.getByRole('listbox')).toHaveCount(0)
}
