import { expect, type Locator } from '@playwright/test'

/** More than any screen has. */
const MOST = 80

/** Moves on by Tab, as somebody without a mouse does, until the place has the focus. */
export async function tabTo(place: Locator): Promise<void> {
  await expect(place).toBeVisible()
  for (let pressed = 0; pressed < MOST; pressed++) {
    await place.page().keyboard.press('Tab')
    if (await place.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab does not come to ${place.toString()}.`)
}
