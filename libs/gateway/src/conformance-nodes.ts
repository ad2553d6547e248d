import { Inventories } from './conformance-inventories.js';
import { conformanceSample as sample } from './conformance-sample.js';
import type { DesiredCredential } from './desired-state.js';
import type { GatewayDriver } from './driver.js';
import type { ProbeAnswer } from './node-probe.js';

/** A driver with the empty gateway that it talks to, and with nodes that act at once as that gateway says. */
export interface NodeSubject {
  driver: GatewayDriver;
  /** Proxy addresses; several. */
  nodeUrls: string[];
  close(): Promise<void>;
}

/** The promises of a driver that can ask the nodes of its gateway, as a Jest suite. */
export function describeNodeProbeConformance(name: string, makeSubject: () => Promise<NodeSubject>): void {
  describe(`${name} sees what each node does`, () => {
    let subject: NodeSubject;
    let inventories: Inventories;

    beforeEach(async () => {
      subject = await makeSubject();
      inventories = new Inventories(subject.driver);
    });
    afterEach(() => subject.close());

    it.each(Object.entries(cases))('%s', (_promise, check) => check(asker(subject), inventories));
  });
}

interface Asker {
  credential(digests: DesiredCredential['digests'], token?: string): Promise<ProbeAnswer['outcome'][]>;
  watermark(number: number, token?: string): Promise<ProbeAnswer['outcome'][]>;
  /** What all nodes say when they agree. */
  all(outcome: ProbeAnswer['outcome']): ProbeAnswer['outcome'][];
}

function asker({ driver: { probe }, nodeUrls }: NodeSubject): Asker {
  if (probe === null || nodeUrls.length < 2) throw new Error('A probe and several nodes are needed.');
  const ask = async (question: (nodeUrl: string) => Promise<ProbeAnswer>) =>
    (await Promise.all(nodeUrls.map(question))).map(({ outcome }) => outcome);
  return {
    credential: (digests, token = sample.probeToken) => ask((url) => probe.credential(url, token, digests)),
    watermark: (number, token = sample.probeToken) => ask((url) => probe.watermark(url, token, number)),
    all: (outcome) => nodeUrls.map(() => outcome),
  };
}

const [first, second] = sample.application.credentials.map(({ digests }) => digests) as [
  DesiredCredential['digests'],
  DesiredCredential['digests'],
];

const cases: Record<string, (nodes: Asker, inventories: Inventories) => Promise<void>> = {
  'not ready before the first push': async (nodes) => {
    expect(await nodes.credential(first)).toEqual(nodes.all('not_ready'));
    expect(await nodes.watermark(1)).toEqual(nodes.all('not_ready'));
  },
  'accepted after the push of a key, refused after its removal': async (nodes, inventories) => {
    await inventories.pushAll();
    expect(await nodes.credential(first)).toEqual(nodes.all('accepted'));
    await inventories.push(sample.applicationWithOneKeyLess);
    expect(await nodes.credential(first)).toEqual(nodes.all('refused'));
    expect(await nodes.credential(second)).toEqual(nodes.all('accepted'));
  },
  'refused for a digest that nobody has': async (nodes, inventories) => {
    await inventories.pushAll();
    const digests = { sha1: '9'.repeat(40), sha256: '9'.repeat(64) };
    expect(await nodes.credential(digests)).toEqual(nodes.all('refused'));
  },
  'exactly the watermark that was pushed last': async (nodes, inventories) => {
    await inventories.pushAll();
    expect(await nodes.watermark(1)).toEqual(nodes.all('accepted'));
    expect(await nodes.watermark(12)).toEqual(nodes.all('not_ready'));
    await inventories.push(sample.watermark(12));
    expect(await nodes.watermark(12)).toEqual(nodes.all('accepted'));
    expect(await nodes.watermark(1)).toEqual(nodes.all('not_ready'));
  },
  'nothing without the token': async (nodes, inventories) => {
    await inventories.pushAll();
    expect(await nodes.credential(first, 'guessed')).toEqual(nodes.all('not_ready'));
    expect(await nodes.watermark(1, 'guessed')).toEqual(nodes.all('not_ready'));
  },
};
