/** What the command line and the environment asked for; made by options.mjs. */
export interface StartOptions {
  root: string
  /** Everything this installation keeps: `.baton` */
  stateDir: string
  dev: boolean
  only?: 'web' | 'worker'
  host: string
  port: number
}

/** Says what is being done, does it, says how long it took. */
export type Step = <T>(label: string, work: () => Promise<T>) => Promise<T>
