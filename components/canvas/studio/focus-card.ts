/** So that keys go on from what was just drawn; not away from where somebody types. */
export function focusCard(id: string): void {
  // Once it is drawn.
  setTimeout(() => {
    const at = document.activeElement
    if (at instanceof HTMLElement && at.closest('#inspector, [role=dialog]')) return
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus()
  }, 30)
}
