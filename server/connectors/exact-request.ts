/** What goes out, as people read it: where a secret goes, or what is only made as it leaves, a mark says so. */
export interface ExactRequest {
  method: string
  url: string
  /** What stands beside the body: an HTTP request's headers, a mail's, the parameters of a statement. */
  headers: { name: string; value: string }[]
  body: string | null
}
