import type * as Cedar from '@cedar-policy/cedar-wasm'

/**
 * Cedar's engine as WebAssembly: one build for Node, one for browsers, each loaded its own way, so that it is handed in.
 * Its calls are pure but for the sets that it keeps parsed, by names that follow from their content.
 */
export type CedarEngine = Pick<
  typeof Cedar,
  | 'validate'
  | 'preparsePolicySet'
  | 'preparseSchema'
  | 'statefulIsAuthorized'
  | 'policySetTextToParts'
  | 'policyToJson'
>
