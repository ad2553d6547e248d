import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { loadConfig, systemClock } from '#platform';
import { AdminModule } from './admin.module.js';
import { EnsureAdmin } from './users/ensure-admin.js';

/** Makes sure that the account of ADMIN_EMAIL exists, with ADMIN_PASSWORD when it is new, and is an admin. */
async function main(): Promise<void> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = process.env;
  if (!email || !password) throw new Error('Set ADMIN_EMAIL and ADMIN_PASSWORD.');
  const app = await NestFactory.createApplicationContext(AdminModule.with(loadConfig(process.env), systemClock), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    process.stdout.write(`admin ${await app.get(EnsureAdmin).run({ email, password })}\n`);
  } finally {
    await app.close();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
