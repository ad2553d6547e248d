import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AdoptableGateway, canonicalJson, GatewayFault, type GatewayDriver, harmlessText } from '#gateway';
import { AdoptedAccessStore } from './adopted-access.store.js';
import { GatewayDrivers } from '../gateway-sync/gateway-drivers.js';

/** The longest name of somebody else's object that is kept, in characters. */
const NAME_LENGTH = 200;

export interface GatewayReading {
  found: AdoptableGateway;
  /** The same for the same things: the time that keys have left does not count. */
  fingerprint: string;
  driver: GatewayDriver;
}

/** Reads what others have put on a gateway. Rejects with a GatewayFault where it cannot be read. */
@Injectable()
export class ReadGateway {
  constructor(
    private readonly drivers: GatewayDrivers,
    private readonly access: AdoptedAccessStore,
  ) {}

  /** @param adoptionId what was removed for it is read as if it stood */
  async run(gatewayId: string, adoptionId: string): Promise<GatewayReading> {
    const gateway = await this.drivers.open(gatewayId);
    if (gateway === null) throw new GatewayFault('refused', 'The gateway is not registered any more.');
    const { driver } = gateway;
    if (driver.adoption === null)
      throw new GatewayFault('refused', 'Nothing can be taken over from a gateway like this.');
    const { writes } = await driver.check();
    if (writes === 'document')
      throw new GatewayFault(
        'refused',
        'This gateway runs without a database. What others have put into its document only they can take out of it.',
      );
    const found = withHarmlessNames(await driver.adoption.read(await this.access.removed(adoptionId)));
    return { found, fingerprint: fingerprintOf(found), driver };
  }
}

/** People will read them, and rows will hold them. Nothing is found by them. */
function withHarmlessNames(found: AdoptableGateway): AdoptableGateway {
  const named = <Found extends { foundAs: string }>(one: Found): Found => {
    return { ...one, foundAs: harmlessText(one.foundAs, NAME_LENGTH) };
  };
  const consumers = found.consumers.map((consumer) => ({
    ...named(consumer),
    customId: consumer.customId && harmlessText(consumer.customId, NAME_LENGTH),
  }));
  return { ...found, services: found.services.map(named), consumers };
}

/** Object by object, so that no second copy of all of them is made. */
function fingerprintOf({ consumers, services, ...rest }: AdoptableGateway): string {
  const hash = createHash('sha256').update(canonicalJson(rest));
  for (const service of services) hash.update(canonicalJson(service));
  for (const consumer of consumers)
    hash.update(
      canonicalJson({
        ...consumer,
        credentials: consumer.credentials.map(({ key, digests, expiresInSeconds }) => {
          return [key, digests.sha256, expiresInSeconds !== null];
        }),
      }),
    );
  return hash.digest('hex');
}
