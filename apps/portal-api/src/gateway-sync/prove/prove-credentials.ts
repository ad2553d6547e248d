import type { DesiredCredential, NodeProbe, ProbeAnswer } from '#gateway';
import { forEachBounded } from '#gateway';
import { probeDelayMs } from './probe-delay.js';

/** So many questions are under way to the nodes of one gateway at the same time. */
const QUESTIONS_AT_ONCE = 16;

/** What a node did with a credential when it was last asked. */
export interface NodeAnswer extends ProbeAnswer {
  url: string;
  at: string;
}

/** A credential of which something is left to be shown. */
export interface DueCredential {
  credentialId: string;
  /** The claim: an outcome counts only while it stands. */
  claimedUntil: string;
  wanted: 'accepted' | 'refused';
  digests: DesiredCredential['digests'];
  nodes: NodeAnswer[];
  probes: number;
}

/** What came of it. */
export interface Proof {
  credentialId: string;
  claimedUntil: string;
  nodes: NodeAnswer[];
  /** Every node that could be reached, and at least one, did as is wanted. */
  shown: boolean;
  againMs: number;
}

export interface ProveCredentialsOptions {
  probe: NodeProbe;
  token: string;
  /** Of every node of the gateway. */
  nodeUrls: string[];
  /** Nodes that do not answer: they are not asked. One that stops answering is added, with its words. */
  away: Map<string, string | null>;
  now: () => Date;
}

/** Asks every node that is there whether it does with the credentials as is wanted. */
export async function proveCredentials(due: DueCredential[], options: ProveCredentialsOptions): Promise<Proof[]> {
  const { probe, token, nodeUrls, away, now } = options;
  const answers = due.map(({ nodes }) => new Map(nodes.map((answer) => [answer.url, answer])));
  const questions = due.flatMap((credential, index) =>
    nodeUrls
      .filter((url) => answers[index]?.get(url)?.outcome !== credential.wanted)
      .map((url) => ({ credential, url, answersOfNodes: answers[index] })),
  );
  await forEachBounded(questions, QUESTIONS_AT_ONCE, async ({ credential, url, answersOfNodes }) => {
    if (away.has(url)) return;
    const answer = await probe.credential(url, token, credential.digests);
    if (answer.outcome === 'unreachable') away.set(url, answer.message);
    answersOfNodes?.set(url, { url, ...answer, at: now().toISOString() });
  });
  return due.map((credential, index) => {
    const nodes = nodeUrls.map((url) => answers[index]?.get(url)).filter((answer) => answer !== undefined);
    const shown = isShown(credential.wanted, nodes, nodeUrls.length - away.size, away);
    const { credentialId, claimedUntil, probes } = credential;
    return { credentialId, claimedUntil, nodes, shown, againMs: probeDelayMs(probes) };
  });
}

function isShown(
  wanted: DueCredential['wanted'],
  answers: NodeAnswer[],
  reachable: number,
  away: ReadonlyMap<string, unknown>,
): boolean {
  const showing = answers.filter(({ url, outcome }) => outcome === wanted && !away.has(url));
  return reachable > 0 && showing.length === reachable;
}
