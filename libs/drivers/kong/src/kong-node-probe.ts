import { type CheckAddress, type DesiredCredential, GatewayFault, type NodeProbe, type ProbeAnswer } from '#gateway';
import { isRecord } from './kong-fault.js';
import { BodyTooLong, KongHttp, type KongReply } from './kong-http.js';
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

  /** Node address → the connections to it. */
  private readonly lines = new Map<string, KongHttp>();

  constructor(
    private readonly checkAddress: CheckAddress,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  async credential(nodeUrl: string, token: string, { sha1 }: DesiredCredential['digests']): Promise<ProbeAnswer> {
    const answer = await this.presentDigest(nodeUrl, token, sha1);
    if (answer.outcome !== 'accepted' || (this.guardedUntilMs.get(nodeUrl) ?? 0) > this.nowMs()) return answer;
    const control = await this.presentDigest(nodeUrl, token, nobodysDigest);
    if (control.outcome === 'accepted') return notReady('The node does not look at keys yet: it lets every key in.');
    return control.outcome === 'refused' ? answer : control;
  }

  async watermark(nodeUrl: string, token: string, number: number): Promise<ProbeAnswer> {
    return this.ask(nodeUrl, watermarkPath(number), { [probeHeader]: token }, probeMarks.watermark);
  }

  private async presentDigest(nodeUrl: string, token: string, digest: string): Promise<ProbeAnswer> {
    const headers = { [probeHeader]: token, [digestHeader]: digest };
    const answer = await this.ask(nodeUrl, keyProbePath, headers, probeMarks.key);
    if (answer.outcome === 'refused') {
      this.guardedUntilMs.set(nodeUrl, this.nowMs() + kongNodeProbeLimits.guardSeenMs);
    }
    return answer;
  }

  private async ask(
    nodeUrl: string,
    path: string,
    headers: Record<string, string>,
    mark: string,
  ): Promise<ProbeAnswer> {
    try {
      const reply = await this.line(nodeUrl).send({
        method: 'GET',
        path,
        headers: { ...headers, accept: 'application/json', 'user-agent': 'gatehouse-probe' },
        body: undefined,
        timeoutMs: kongNodeProbeLimits.requestTimeoutMs,
        maxBodyBytes: kongNodeProbeLimits.maxBodyBytes,
      });
      return judge(reply, mark);
    } catch (error) {
      return unreachable(whyUnreachable(error));
    }
  }

  private line(nodeUrl: string): KongHttp {
    const line = this.lines.get(nodeUrl) ?? new KongHttp(nodeUrl, this.checkAddress);
    this.lines.set(nodeUrl, line);
    return line;
  }
}

function judge({ status, headers, text }: KongReply, mark: string): ProbeAnswer {
  if (status === 200 && text.trim() === mark) return { outcome: 'accepted', message: null };
  const isByKeyAuth = /^Key\b/i.test(headers['www-authenticate'] ?? '');
  if (status === 401 && isByKeyAuth && refusals.includes(messageIn(text))) return { outcome: 'refused', message: null };
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

/** Without what the error says itself, which may repeat a header. */
function whyUnreachable(error: unknown): string {
  if (error instanceof GatewayFault) return error.message;
  if (error instanceof BodyTooLong) return 'The node answered with more than a probe is answered with.';
  const { name, code } = isRecord(error) ? error : {};
  if (name === 'TimeoutError') return 'The node did not answer in time.';
  return `The node cannot be reached${typeof code === 'string' ? ` (${code})` : ''}.`;
}
