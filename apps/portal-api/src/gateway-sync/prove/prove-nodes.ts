import type { NodeProbe } from '#gateway';
import { probeDelayMs } from './probe-delay.js';
import type { NodeNews, ProofState, ProvenNode } from './prove-gateway.store.js';

/** So long a node that was there counts as being there; and no longer is one that was away left alone. */
export const NODE_CHECK_MS = 30_000;

type NodeAnswer = Omit<NodeNews, 'againMs'>;

/** How a node was asked in vain for the newest watermark, or whether it is there at all. */
interface Patience {
  watermark: number | null;
  probes: number;
  dueMs: number;
}

/** What a look at the nodes has found. */
export interface Look {
  news: NodeNews[];
  /** Nodes that were away, or never seen, and are there. */
  back: string[];
  /** Nodes that are away, with the words that say so. */
  away: Map<string, string | null>;
  /** A node showed a higher number than before, or is not waited for any more. */
  mayConfirm: boolean;
}

/** Decides when which node of one gateway is asked: one that is away or behind often, the others now and then. */
export class NodeWatch {
  private readonly patience = new Map<string, Patience>();

  constructor(private readonly nowMs: () => number) {}

  /** Asks the nodes that are due, each once: for the newest watermark, which also tells whether it is there. */
  async look({ nodes, watermark }: ProofState, probe: NodeProbe, token: string): Promise<Look> {
    const due = nodes.filter((node) => this.isDue(node, watermark));
    const told = await Promise.all(due.map((node) => askNode(node, watermark, probe, token)));
    const news = told.map((answer, index) => ({ ...answer, againMs: this.remember(due[index]!, answer, watermark) }));
    const newsOf = new Map(news.map((answer) => [answer.url, answer]));
    const back = due.filter(({ url, reachable }) => reachable !== true && newsOf.get(url)?.reachable);
    const away = new Map<string, string | null>();
    for (const node of nodes) {
      const answer = newsOf.get(node.url);
      if (!(answer?.reachable ?? node.reachable)) away.set(node.url, answer?.error ?? null);
    }
    const mayConfirm = due.some((node) => {
      const { watermark: shown, reachable } = newsOf.get(node.url)!;
      return (shown ?? 0) > node.watermark || (node.reachable === true && !reachable);
    });
    return { news, back: back.map(({ url }) => url), away, mayConfirm };
  }

  /** In how many milliseconds a node is to be asked again; null: all are there and up to date. */
  nextMs(): number | null {
    const dueMs = [...this.patience.values()].map((patience) => patience.dueMs);
    return dueMs.length === 0 ? null : Math.max(0, Math.min(...dueMs) - this.nowMs());
  }

  private isDue(node: ProvenNode, watermark: number | null): boolean {
    if (!isBehind(node.reachable, node.watermark, watermark)) {
      this.patience.delete(node.url);
      return node.checkedAgoMs === null || node.checkedAgoMs > NODE_CHECK_MS;
    }
    const patience = this.patience.get(node.url);
    return patience === undefined || patience.watermark !== watermark || patience.dueMs <= this.nowMs();
  }

  /** In how long the node is to be asked again; null: when its turn comes among those that are well. */
  private remember({ url, watermark: before }: ProvenNode, told: NodeAnswer, watermark: number | null): number | null {
    if (!isBehind(told.reachable, told.watermark ?? before, watermark)) {
      this.patience.delete(url);
      return null;
    }
    const known = this.patience.get(url);
    const probes = known?.watermark === watermark ? known.probes : 0;
    const againMs = Math.min(probeDelayMs(probes), NODE_CHECK_MS);
    this.patience.set(url, { watermark, probes: probes + 1, dueMs: this.nowMs() + againMs });
    return againMs;
  }
}

function isBehind(reachable: boolean | null, shown: number, watermark: number | null): boolean {
  return reachable !== true || (watermark !== null && shown < watermark);
}

async function askNode(
  { url }: ProvenNode,
  watermark: number | null,
  probe: NodeProbe,
  token: string,
): Promise<NodeAnswer> {
  const { outcome, message } = await probe.watermark(url, token, watermark ?? 0);
  const reachable = outcome !== 'unreachable';
  // Without a number there is nothing to show, so that it shows none is no error.
  const error = reachable && watermark === null ? null : message;
  return { url, reachable, error, watermark: outcome === 'accepted' ? watermark : null };
}
