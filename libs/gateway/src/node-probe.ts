import type { DesiredCredential } from './desired-state.js';

/**
 * What one node of a gateway's data plane did with a probe.
 *
 * - `accepted`: it lets the credential in, or shows the watermark.
 * - `refused`: it turns the credential away.
 * - `not_ready`: it does not know the probe's own objects, or that watermark, yet.
 * - `unreachable`: it did not answer, or not like a gateway. `message` says why.
 */
export interface ProbeAnswer {
  outcome: 'accepted' | 'refused' | 'not_ready' | 'unreachable';
  message: string | null;
}

/** Asks single nodes what they do, in the way that callers would find out. Never rejects, and never needs a key. */
export interface NodeProbe {
  /** @param nodeUrl the proxy address of one node */
  credential(nodeUrl: string, token: string, digests: DesiredCredential['digests']): Promise<ProbeAnswer>;
  watermark(nodeUrl: string, token: string, number: number): Promise<ProbeAnswer>;
}
