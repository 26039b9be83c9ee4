import { toast } from './toast'

/**
 * Puts a text on the clipboard. Where the browser does not let it (no secure address, no permission, the window not in
 * front), it is said, so that nobody pastes something older.
 * @returns whether it is there
 */
export async function copyText(text: string): Promise<boolean> {
  // There is none where the page comes from another machine without TLS.
  const clipboard = navigator.clipboard as Clipboard | undefined
  const copied =
    clipboard?.writeText(text).then(
      () => true,
      () => false,
    ) ?? false
  if (await copied) return true
  toast({
    tone: 'failed',
    title: 'It was not copied',
    description: 'The browser does not let this page use the clipboard. Select the text and copy it by hand.',
  })
  return false
}
