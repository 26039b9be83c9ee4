import type { Actor } from '../actor'

/** Where a run that is over is taken up: as a new run, where it stopped, or by a person. */
export const RESTART_FROM = ['start', 'step', 'person'] as const
export type RestartFrom = (typeof RESTART_FROM)[number]

/** The version that a run had, or the one that is published now. */
export const RESTART_VERSIONS = ['same', 'current'] as const
export type RestartVersion = (typeof RESTART_VERSIONS)[number]

export interface VersionName {
  id: string
  number: number
  digest: string
}

/** Of a version, what names it. */
export const named = ({ id, number, digest }: VersionName): VersionName => ({ id, number, digest })

/** A run that was over and went on: when, by whom, and with which version before and from then on. */
export interface Continued {
  /** UTC, ISO 8601 */
  at: string
  by: Actor
  from: Exclude<RestartFrom, 'start'>
  before: VersionName
  now: VersionName
}
