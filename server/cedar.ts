import { setFlagsFromString } from 'node:v8'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import type { CedarEngine } from '@/domain/policy/cedar/engine'
import { provideCedar } from '@/domain/policy/sees-of'

/** The policy engine of this process. Importing it hands it to the domain as well. */
export const cedarEngine: CedarEngine = cedar

// Node 20 (V8 11.3) may end the process, “unreachable code” in Deoptimizer::DoComputeBuiltinContinuation, when it drops
// optimized code that has taken a call of WebAssembly into itself. It is told to leave such calls as they are.
setFlagsFromString('--no-turbo-inline-js-wasm-calls')

provideCedar(cedar)
