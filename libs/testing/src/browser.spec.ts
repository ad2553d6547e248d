import { readFileSync } from 'node:fs';
import { findBrowser, launchBrowser, screenshot } from './browser.js';

describe('findBrowser', () => {
  it('takes the one of CHROMIUM_PATH, and nothing else when that is not there', () => {
    expect(findBrowser({ CHROMIUM_PATH: process.execPath })).toBe(process.execPath);
    expect(findBrowser({ CHROMIUM_PATH: '/nowhere/chromium' })).toBeNull();
  });
});

const browserPath = findBrowser();
const withBrowser = browserPath === null ? it.skip : it;

describe('launchBrowser', () => {
  // Skipped only where no Chromium is installed.
  withBrowser('opens a page and keeps a picture of it', async () => {
    const browser = await launchBrowser(browserPath!);
    try {
      const page = await browser.newPage();
      await page.setContent('<h1>Gatehouse</h1>');
      expect(await page.textContent('h1')).toBe('Gatehouse');
      const file = await screenshot(page, 'browser-spec');
      expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG');
    } finally {
      await browser.close();
    }
  });
});
