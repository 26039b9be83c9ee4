/** What one run is started with. */
export interface Order {
  id: string
  skus: string[]
  /** Once it has started. */
  run?: string
}
