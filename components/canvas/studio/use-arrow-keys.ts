'use client'

import { useReactFlow } from '@xyflow/react'
import { useEffect, useEffectEvent } from 'react'
import { GRID, type Point } from '../geometry/shapes'
import { isEmpty } from '../model/selection'
import { useStudio } from './studio-context'

const WAY: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}
/** With Shift held, so many times as far. */
const FURTHER = 5
/** What the canvas moves by where nothing is selected, in px of the screen. */
const PAN = 48

/** Arrows move what is selected, or the canvas when nothing is; elsewhere they are what they are there. */
export function useArrowKeys(move: (by: Point) => boolean): void {
  const { selection, canMove, canEdit } = useStudio()
  const { getViewport, setViewport } = useReactFlow()
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const way = WAY[event.key]
    if (!way || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return
    if (!isOnCanvas(event.target)) return
    event.preventDefault()
    const times = event.shiftKey ? FURTHER : 1
    if (isEmpty(selection)) {
      const { x, y, zoom } = getViewport()
      void setViewport({ x: x - way.x * PAN * times, y: y - way.y * PAN * times, zoom })
    } else if (canEdit || selection.nodes.every(canMove)) {
      move({ x: way.x * GRID * times, y: way.y * GRID * times })
    }
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}

/** On a card, on the canvas itself, or nowhere; not where somebody types or a list has its own arrows. */
function isOnCanvas(target: EventTarget | null): boolean {
  if (document.querySelector('[data-modal]') || !(target instanceof HTMLElement)) return false
  if (target === document.body) return true
  return target.closest('.react-flow') !== null && !target.matches('input, textarea, select')
}
