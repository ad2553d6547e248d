export { AllowedTargets } from './allowed-targets.js';
export { GuardedCall, type OutboundCall, type OutboundCallAnswer } from './guarded-call.js';
export { GuardedFetch, MAX_REDIRECTS, type OutboundAnswer, type OutboundRequest } from './guarded-fetch.js';
export { OutboundFault, type OutboundFaultCode } from './outbound-fault.js';
export {
  operatorTarget,
  type OutboundPolicy,
  type OutboundTarget,
  type Resolve,
  type ResolvedAddress,
  resolveBySystem,
} from './outbound-target.js';
