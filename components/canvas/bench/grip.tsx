'use client'

const STEP = 32

/** The upper edge of a panel: dragged, or moved with the arrow keys. */
export function Grip({ height, onHeight }: { height: number; onHeight: (height: number) => void }) {
  return (
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the test bench"
      aria-valuenow={height}
      aria-valuemin={160}
      aria-valuemax={900}
      tabIndex={0}
      className="h-1.5 cursor-row-resize hover:bg-press focus-visible:bg-press"
      onKeyDown={({ key }) => {
        if (key === 'ArrowUp') onHeight(height + STEP)
        if (key === 'ArrowDown') onHeight(height - STEP)
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        const bottom = event.clientY + height
        const grip = event.currentTarget
        const move = ({ clientY }: PointerEvent) => onHeight(bottom - clientY)
        grip.addEventListener('pointermove', move)
        grip.addEventListener('lostpointercapture', () => grip.removeEventListener('pointermove', move), {
          once: true,
        })
      }}
    />
  )
}
