import type { DesiredCredential, NodeProbe, ProbeAnswer } from '#gateway';
import { isRecord } from './kong-fault.js';
import { digestHeader, keyProbePath, probeHeader, probeMarks, watermarkPath } from './probe-objects.js';

export const kongNodeProbeLimits = {
  requestTimeoutMs: 3_000,
  maxBodyBytes: 4 * 1024,
  /** How long a node that was seen to refuse a key is trusted to look at keys. */
  guardSeenMs: 60_000,
};

/**
 * What key-auth says to a key that it does not know, in the versions of Kong that there are. Other plugins say the same,
 * but only key-auth asks for a `Key` along with it.
 */
const refusals = ['Unauthorized', 'Invalid authentication credentials'];

/** No digest, so nobody's key. */
const nobodysDigest = 'gatehouse-nobody';

const notReady = (message: string): ProbeAnswer => ({ outcome: 'not_ready', message });
const unreachable = (message: string): ProbeAnswer => ({ outcome: 'unreachable', message });

/** Asks Kong's proxy listeners, over the routes that `probe-objects.ts` makes. */
export class KongNodeProbe implements NodeProbe {
  /** Node address → until when it need not be shown again that the node turns anybody away. */
  private readonly guardedUntilMs = new Map<string, number>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  async credential(nodeUrl: string, token: string, { sha1 }: DesiredCredential['digests']): Promise<ProbeAnswer> {
    const answer = await this.presentDigest(nodeUrl, token, sha1);
    if (answer.outcome !== 'accepted' || (this.guardedUntilMs.get(nodeUrl) ?? 0) > this.nowMs()) return answer;
    const control = await this.presentDigest(nodeUrl, token, nobodysDigest);
    if (control.outcome === 'accepted') return notReady('The node does not look at keys yet: it lets every key in.');
    return control.outcome === 'refused' ? answer : control;
  }

  async watermark(nodeUrl: string, token: string, number: number): Promise<ProbeAnswer> {
    return ask(nodeUrl, watermarkPath(number), { [probeHeader]: token }, probeMarks.watermark);
  }

  private async presentDigest(nodeUrl: string, token: string, digest: string): Promise<ProbeAnswer> {
    const headers = { [probeHeader]: token, [digestHeader]: digest };
    const answer = await ask(nodeUrl, keyProbePath, headers, probeMarks.key);
    if (answer.outcome === 'refused') {
      this.guardedUntilMs.set(nodeUrl, this.nowMs() + kongNodeProbeLimits.guardSeenMs);
    }
    return answer;
  }
}

async function ask(nodeUrl: string, path: string, headers: Record<string, string>, mark: string): Promise<ProbeAnswer> {
  try {
    const response = await fetch(nodeUrl.replace(/\/+$/, '') + path, {
      headers: { ...headers, accept: 'application/json', 'user-agent': 'gatehouse-probe' },
      redirect: 'manual',
      signal: AbortSignal.timeout(kongNodeProbeLimits.requestTimeoutMs),
    });
    return judge(response, await readBounded(response), mark);
  } catch (error) {
    return unreachable(whyUnreachable(error));
  }
}

function judge({ status, headers }: Response, body: string | null, mark: string): ProbeAnswer {
  if (body === null) return unreachable('The node answered with more than a probe is answered with.');
  if (status === 200 && body.trim() === mark) return { outcome: 'accepted', message: null };
  const isByKeyAuth = /^Key\b/i.test(headers.get('www-authenticate') ?? '');
  if (status === 401 && isByKeyAuth && refusals.includes(messageIn(body))) return { outcome: 'refused', message: null };
  if (status === 404) return notReady('The node does not know the probe yet.');
  if (status === 200) return unreachable('The address answers, but something other than the gateway or before it.');
  return unreachable(`The node answered the probe with status ${status}.`);
}

function messageIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    return isRecord(parsed) && typeof parsed.message === 'string' ? parsed.message : '';
  } catch {
    return '';
  }
}

/** Null for a body that is too long. */
async function readBounded(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > kongNodeProbeLimits.maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Without what the error says itself, which may repeat a header. */
function whyUnreachable(error: unknown): string {
  if (isRecord(error) && error.name === 'TimeoutError') return 'The node did not answer in time.';
  const cause = isRecord(error) && isRecord(error.cause) ? error.cause : {};
  const code = typeof cause.code === 'string' ? ` (${cause.code})` : '';
  return `The node cannot be reached${code}.`;
}
