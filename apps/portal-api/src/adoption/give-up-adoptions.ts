import { Injectable } from '@nestjs/common';
import { harmlessText } from '#gateway';
import { AdoptionJobsStore } from './adoption-jobs.store.js';
import { FailAdoption } from './fail-adoption.js';

/** A job that has failed so often is not believed to succeed: in about a minute and a half. */
export const GIVES_UP_AFTER_ATTEMPTS = 5;

/** The longest error that is shown, in characters. */
const ERROR_LENGTH = 300;

/** What digests look like, and what else is too long to be a word. */
const DIGEST = /[0-9a-f]{32,}/gi;

/** Gives adoptions back to the person who asked for them, where nobody works on them any more. */
@Injectable()
export class GiveUpAdoptions {
  constructor(
    private readonly jobs: AdoptionJobsStore,
    private readonly fail: FailAdoption,
  ) {}

  async run(): Promise<void> {
    for (const { lastError, ...adoption } of await this.jobs.abandoned(GIVES_UP_AFTER_ATTEMPTS))
      await this.fail.run(adoption, reasonOf(lastError));
  }
}

function reasonOf(lastError: string | null): string {
  if (lastError === null) return 'Its work was broken off, and nobody went on with it. Ask for it again.';
  const [line = ''] = lastError.split('\n', 1);
  const said = harmlessText(line.replace(DIGEST, '…'), ERROR_LENGTH);
  return `It failed ${GIVES_UP_AFTER_ATTEMPTS} times and was given up: ${said} Ask for it again; the log of the worker says more.`;
}
