'use client'

import type { ReactFlowState } from '@xyflow/react'
import { createContext, useContext } from 'react'

/** How the canvas is looked at; known once, as a subscription of every card to it would cost each of them every frame. */
export interface Sight {
  /** From so far that only names can be read. */
  far: boolean
  /** Where the handoffs' pills are drawn: above the lines, below the cards. */
  pills: Element | null
}

export const SightContext = createContext<Sight>({ far: false, pills: null })
export const useSight = (): Sight => useContext(SightContext)

/** Below this zoom a card's own text, of 12 and 13 px, is smaller than 6.5 px. */
const FAR = 0.5
export const isFar = ({ transform: [, , zoom] }: ReactFlowState): boolean => zoom < FAR

export const pillsOf = (canvas: HTMLElement): Element | null =>
  canvas.querySelector('.react-flow__edgelabel-renderer')
