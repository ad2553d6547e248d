import { Global, Module } from '@nestjs/common';
import { KongDocumentDriver, KongDriver } from '#drivers/kong';
import type { GatewayDriver } from '#gateway';
import { derive, open, sealKey } from '#platform';
import { CONFIG, type Config } from './config.js';
import type { GatewayRow } from './gateway-sync/gateway-rows.store.js';
import { checkGatewayAddress } from './gateways/gateway-address.js';

/** Makes the driver that a gateway's row asks for. */
export type DriverFactory = (row: GatewayRow, installationId: string) => GatewayDriver;
export const DRIVER_FACTORY = Symbol('driver factory');

/** What the admin secrets of gateways are sealed for. */
export const ADMIN_AUTH_PURPOSE = 'gateway-admin-auth';

const constructors: Record<string, (row: GatewayRow, installationId: string, config: Config) => GatewayDriver> = {
  kong: (row, installationId, config) => {
    const Driver = row.writes === 'document' ? KongDocumentDriver : KongDriver;
    return new Driver({
      installationId,
      digestKey: derive(config.masterSecret, 'shown-secrets'),
      adminUrl: row.adminUrl,
      checkAddress: checkGatewayAddress,
      adminAuth: kongAdminAuth(row, config),
      requestTimeoutMs: config.gatewayTimeoutMs ?? undefined,
      kongVersion: row.version,
      redis: redisOf(config),
    });
  },
};

function kongAdminAuth({ adminAuth }: GatewayRow, config: Config): { header: string; value: string } | undefined {
  if (adminAuth === null) return undefined;
  const value = open(adminAuth, [sealKey(config.masterSecret, ADMIN_AUTH_PURPOSE)]);
  if (value === null) throw new Error('The admin secret of a gateway was sealed under another MASTER_SECRET.');
  return { header: 'Kong-Admin-Token', value };
}

function redisOf({ redisUrl }: Config) {
  if (redisUrl === null) return undefined;
  const url = new URL(redisUrl.reveal());
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    database: Number(url.pathname.slice(1) || 0),
    tls: url.protocol === 'rediss:',
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
  };
}

/** The only place that knows the drivers. */
@Global()
@Module({
  providers: [
    {
      provide: DRIVER_FACTORY,
      inject: [CONFIG],
      useFactory: (config: Config): DriverFactory => {
        return (row, installationId) => {
          const construct = constructors[row.kind];
          if (construct === undefined) throw new Error(`There is no driver for gateways of kind ${row.kind}.`);
          return construct(row, installationId, config);
        };
      },
    },
  ],
  exports: [DRIVER_FACTORY],
})
export class DriversModule {}
