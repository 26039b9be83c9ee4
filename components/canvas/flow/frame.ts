import type { FitViewOptions } from '@xyflow/react'

/** What stays free around a drawing that is brought into sight; below it lie the facts and the zoom. */
export const FRAME: NonNullable<FitViewOptions['padding']> = { x: 0.12, top: 0.1, bottom: '76px' }

/** From further away nothing can be read. */
export const LEAST_ZOOM = 0.2
