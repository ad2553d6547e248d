import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { projectRoot } from '#platform';
import { screenshot } from '#testing';

const WIDE = { width: 1280, height: 900 };
const ACTION_TIMEOUT_MS = 60_000;
const NARROW = { width: 390, height: 844 };

interface AxeFinding {
  id: string;
  help: string;
  nodes: { target: string[] }[];
}

/** A person in front of a browser of their own. What goes wrong in the pages is collected. */
export class Visitor {
  /** Blocked by the content security policy, script errors, requests that failed. */
  readonly troubles: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly portalUrl: string,
  ) {
    page.setDefaultTimeout(ACTION_TIMEOUT_MS);
    page.on('console', (message) => {
      const expected = /status of (4\d\d)/.test(message.text()); // a refused form is meant to be answered so
      if (message.type() === 'error' && !expected) this.troubles.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.troubles.push(`${page.url()}: ${error.message}`));
  }

  static async arrive(browser: Browser, portalUrl: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
    return new Visitor(await context.newPage(), context, portalUrl);
  }

  async open(address: string): Promise<void> {
    await this.page.goto(new URL(address, this.portalUrl).href);
  }

  async fill(label: string | RegExp, text: string): Promise<void> {
    await this.page.getByLabel(label).first().fill(text);
  }

  /** Follows a link or presses a button and waits for the page behind it. */
  async press(role: 'button' | 'link', name: string | RegExp): Promise<void> {
    await Promise.all([
      this.page.waitForEvent('load'),
      this.page
        .getByRole(role, typeof name === 'string' ? { name, exact: true } : { name })
        .first()
        .click(),
    ]);
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.open('/sign-in');
    await this.fill('Email', email);
    await this.fill('Password', password);
    await this.press('button', 'Sign in');
  }

  text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  /**
   * Keeps pictures of the page, wide and narrow, light and dark, and gives everything that is wrong with it: what
   * axe-core finds in either theme, and a page wider than a telephone.
   */
  async look(picture: string): Promise<string[]> {
    const findings: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      for (const [size, viewport] of [
        ['wide', WIDE],
        ['narrow', NARROW],
      ] as const) {
        await this.page.setViewportSize(viewport);
        await screenshot(this.page, `${picture}-${size}-${colorScheme}`);
        const overflow = await this.page.evaluate('document.documentElement.scrollWidth - innerWidth');
        if (Number(overflow) > 0) findings.push(`${picture} ${size}: ${overflow} px too wide`);
      }
      findings.push(...(await this.axe()).map((finding) => `${picture} ${colorScheme}: ${finding}`));
    }
    await this.page.emulateMedia({ colorScheme: null });
    await this.page.setViewportSize(WIDE);
    return findings;
  }

  private async axe(): Promise<string[]> {
    const source = readFileSync(path.join(projectRoot(), 'node_modules/axe-core/axe.min.js'), 'utf8');
    await this.page.evaluate(source);
    const violations = await this.page.evaluate<AxeFinding[]>('axe.run().then(({ violations }) => violations)');
    return violations.map(
      ({ id, help, nodes }) => `${id} (${help}) at ${nodes.map((n) => n.target.join(' ')).join(', ')}`,
    );
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
