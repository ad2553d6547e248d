import { Inject, Injectable } from '@nestjs/common';
import { Fault, notFound } from '#domain';
import { open, seal, sealKey, type SealKey } from '#platform';
import { CONFIG, type Config } from '../config.js';

/** What a console's token holds. The key stands nowhere else: the database has its digests. */
export interface ConsoleKey {
  credentialId: string;
  applicationId: string;
  userId: string;
  key: string;
}

/** Seals the key of a console for the browser of the person whose it is, which cannot read it. */
@Injectable()
export class ConsoleTokens {
  private readonly sealKey: SealKey;

  constructor(@Inject(CONFIG) { masterSecret }: Config) {
    this.sealKey = sealKey(masterSecret, 'console key');
  }

  seal(key: ConsoleKey): string {
    return seal(JSON.stringify(key), this.sealKey);
  }

  /** The key of this very person's session, or not found. */
  open(token: string, credentialId: string, userId: string): ConsoleKey {
    const text = open(token, [this.sealKey]);
    const key = text === null ? null : (JSON.parse(text) as ConsoleKey);
    if (key === null || key.credentialId !== credentialId || key.userId !== userId)
      throw notFound('session of a console');
    return key;
  }
}

export function sessionEnded(): Fault {
  return new Fault('console.session_ended', 'The key of this console has ended. Send again: another one is made.');
}
