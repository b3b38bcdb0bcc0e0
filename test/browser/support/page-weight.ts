import type { CDPSession, Page } from 'playwright-core';

export interface PageWeight {
  /** Bytes over the wire, heads included, of everything but the API. */
  readonly bytes: number;
  /** What was fetched, the heaviest first. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
}

/**
 * Counts what a page fetches from now on, as the network sees it over plain HTTP, where browsers take gzip alone; from this machine they would
 * take Brotli as well, which weighs a tenth less, as over TLS.
 */
export async function weigh(page: Page): Promise<{ readonly session: CDPSession; weight(): PageWeight }> {
  const session = await page.context().newCDPSession(page);
  const paths = new Map<string, string>();
  const sizes = new Map<string, number>();
  session.on('Network.requestWillBeSent', ({ requestId, request }) =>
    paths.set(requestId, new URL(request.url).pathname),
  );
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    // What the page before has still asked for is not this one's.
    if (paths.has(requestId)) sizes.set(requestId, encodedDataLength);
  });
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.setExtraHTTPHeaders', { headers: { 'accept-encoding': 'gzip' } });
  return {
    session,
    weight: () => {
      const files = [...sizes]
        .map(([id, bytes]) => ({ path: paths.get(id) ?? '', bytes }))
        .filter(({ path }) => !path.startsWith('/api/'))
        .toSorted((a, b) => b.bytes - a.bytes);
      return { bytes: files.reduce((sum, file) => sum + file.bytes, 0), files };
    },
  };
}
