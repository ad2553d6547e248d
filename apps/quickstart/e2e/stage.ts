import type { Browser, BrowserContextOptions } from 'playwright-core';
import { findBrowser, launchBrowser, waitUntil } from '#testing';
import { RunningQuickstart } from './run-quickstart.js';
import { Visitor } from './visitor.js';

const executable = findBrowser();
const SOON_MS = 60_000;
const STEP_MS = 180_000;

interface Surroundings {
  /** The folder of its data below .local. */
  folder: string;
  /** Settings besides those of every start. */
  settings?: () => Promise<NodeJS.ProcessEnv>;
}

/** A story that people live through in a real browser, with a whole Gatehouse of its own; without a browser it is skipped. */
export function inBrowser(name: string, { folder, settings }: Surroundings, tell: (stage: Stage) => void): void {
  const reason = executable === null ? ' (skipped: no Chromium is installed; set CHROMIUM_PATH)' : '';
  (executable === null ? describe.skip : describe)(name + reason, () => {
    const stage = new Stage();
    beforeAll(async () => stage.build(folder, await settings?.()), STEP_MS);
    afterAll(() => stage.clear(), SOON_MS);
    tell(stage);
  });
}

/** A running Gatehouse and a browser in front of it. */
export class Stage {
  gatehouse!: RunningQuickstart;
  /** What is wrong with the pages that were looked at. */
  readonly findings: string[] = [];
  private browser: Browser | undefined;
  private broken: string | undefined;

  async build(folder: string, settings?: NodeJS.ProcessEnv): Promise<void> {
    this.gatehouse = await RunningQuickstart.start(folder, settings);
    this.browser = await launchBrowser(executable ?? '');
  }

  async clear(): Promise<void> {
    await this.browser?.close();
    await this.gatehouse?.remove();
  }

  /** One step of the story; after one has failed the later ones fail at once, because they build on it. */
  step(name: string, work: () => Promise<void>): void {
    it(
      name,
      async () => {
        if (this.broken !== undefined) throw new Error(`An earlier step failed: ${this.broken}`);
        this.broken = name;
        await work();
        this.broken = undefined;
      },
      STEP_MS,
    );
  }

  arrive(options: BrowserContextOptions = {}): Promise<Visitor> {
    if (this.browser === undefined) throw new Error('There is no browser yet.');
    return Visitor.arrive(this.browser, this.gatehouse.facts.portalUrl, options);
  }

  /** The admin, with a browser of their own. */
  async admin(options: BrowserContextOptions = {}): Promise<Visitor> {
    const visitor = await this.arrive(options);
    await visitor.signIn(this.gatehouse.facts.adminEmail, this.gatehouse.facts.adminPassword);
    return visitor;
  }

  /** What the page says to the admin, in a window with scripts, in both themes, wide and narrow. */
  async look(address: string, picture: string): Promise<void> {
    const reader = await this.admin();
    await reader.open(address);
    this.findings.push(...(await reader.look(picture)), ...reader.troubles);
    await reader.leave();
  }

  /** The address as a whole, of something that is no page. */
  url(address: string): string {
    return new URL(address, this.gatehouse.facts.portalUrl).href;
  }
}

/** Opens a page again and again until it says so. */
export async function untilShown(
  visitor: Visitor,
  address: string,
  words: RegExp,
  withinMs: number = SOON_MS,
): Promise<void> {
  await waitUntil(
    `${words.source} on ${address}`,
    async () => {
      await visitor.open(address);
      return words.test(await visitor.text());
    },
    withinMs,
  );
}
