import { findBrowser, launchBrowser } from '#testing';

export interface FirstSight {
  /** From asking for the page until the element is to be seen; Infinity when it was not in time. */
  seconds: number;
  /** Of JavaScript, at that moment; nothing was collected for it. */
  heapMb: number;
}

/** Opens the page in a browser that was never used, and waits until the element is to be seen. */
export async function firstSight(url: string, element: string, timeoutMs: number): Promise<FirstSight> {
  const program = findBrowser();
  if (program === null) throw new Error('There is no Chromium. Install one, or say in CHROMIUM_PATH where it is.');
  const browser = await launchBrowser(program);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const devTools = await page.context().newCDPSession(page);
    await devTools.send('Performance.enable');
    const startedMs = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    const seen = await page
      .locator(element)
      .first()
      .waitFor({ state: 'visible', timeout: timeoutMs })
      .then(
        () => true,
        () => false,
      );
    const seconds = seen ? (performance.now() - startedMs) / 1000 : Infinity;
    if (!seen) return { seconds, heapMb: NaN };
    const { metrics } = await devTools.send('Performance.getMetrics');
    const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? NaN;
    return { seconds, heapMb: heap / 1e6 };
  } finally {
    await browser.close();
  }
}
