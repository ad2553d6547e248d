import { Injectable } from '@nestjs/common';
import { type AdoptableGateway, canonicalHash, GatewayFault, type GatewayDriver } from '#gateway';
import { GatewayDrivers } from '../gateway-sync/gateway-drivers.js';

export interface GatewayReading {
  found: AdoptableGateway;
  /** The same for the same things: the time that keys have left does not count. */
  fingerprint: string;
  driver: GatewayDriver;
}

/** Reads what others have put on a gateway. Rejects with a GatewayFault where it cannot be read. */
@Injectable()
export class ReadGateway {
  constructor(private readonly drivers: GatewayDrivers) {}

  async run(gatewayId: string): Promise<GatewayReading> {
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
    const found = await driver.adoption.read();
    return { found, fingerprint: fingerprintOf(found), driver };
  }
}

function fingerprintOf(found: AdoptableGateway): string {
  const consumers = found.consumers.map((consumer) => ({
    ...consumer,
    credentials: consumer.credentials.map(({ key, digests, expiresInSeconds }) => {
      return [key, digests.sha256, expiresInSeconds !== null];
    }),
  }));
  return canonicalHash({ ...found, consumers });
}
