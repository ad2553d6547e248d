import type { AdoptableConsumer } from '#gateway';
import type { CatalogueFacts } from './adoption-plan.js';

interface Recognised {
  /** Why a consumer cannot be taken over, by its key. */
  refusals: Map<string, string>;
  /** The application that a consumer is already, because it has the consumer's keys. */
  applicationIds: Map<string, { id: string; name: string }>;
}

/**
 * A key that an application here has already cannot be given to another one. Whoever holds it is that application: so is
 * the consumer, if all of its known keys agree. That is how the rest of a gateway is taken over after a part of it.
 */
export function refuseConsumers(consumers: readonly AdoptableConsumer[], keys: CatalogueFacts['keys']): Recognised {
  const refusals = new Map<string, string>();
  const applicationIds = new Map<string, { id: string; name: string }>();
  const recognised = new Set<string>();
  for (const consumer of consumers) {
    const known = consumer.credentials.flatMap(({ digests }) => keys.get(digests.sha256) ?? []);
    const [first] = known;
    if (first === undefined) continue;
    const agree = known.every(({ applicationId, usable }) => usable && applicationId === first.applicationId);
    if (agree && !recognised.has(first.applicationId)) {
      recognised.add(first.applicationId);
      applicationIds.set(consumer.key, { id: first.applicationId, name: first.applicationName });
    } else {
      refusals.set(consumer.key, `one of its keys is known here already, to the application ${first.applicationName}.`);
    }
  }
  return { refusals, applicationIds };
}
