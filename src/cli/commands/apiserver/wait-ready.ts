import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Manifest } from '../../../apiserver/index.ts';
import { systemClock } from '../../../platform/index.ts';

/** What came of waiting. */
export type WaitOutcome = 'ready' | 'not-restarted' | 'not-ready';

/** How often to ask; a restart takes seconds, so none is missed. */
const intervalMs = 250;
/** How long the kubelet may take to notice a changed manifest: it looks every 20 s where it gets no events from the kernel. */
const restartMs = 60_000;

/** Where the kube-apiserver of a manifest answers on its own node. */
export function readyUrl(manifest: Manifest): string {
  const value = (name: string): string | undefined =>
    manifest.flags.flags.findLast((flag) => flag.name === name)?.value;
  const bound = value('bind-address');
  const host = bound === undefined || /^(0\.0\.0\.0|::)$/.test(bound) ? '127.0.0.1' : bound;
  return `https://${host.includes(':') ? `[${host}]` : host}:${value('secure-port') ?? '6443'}/readyz`;
}

/**
 * Asks until kube-apiserver went down and came up again. The old one may answer for a while: only an answer after a pause counts,
 * unless there was none within the time in which the kubelet notices a change.
 */
export async function waitUntilReady(url: string, timeoutMs: number): Promise<WaitOutcome> {
  const start = systemClock.now();
  const settleMs = Math.min(restartMs, timeoutMs / 2);
  let wasDown = false;
  for (;;) {
    const ready = await isReady(url);
    const elapsed = systemClock.now() - start;
    if (ready && wasDown) return 'ready';
    if (ready && elapsed >= settleMs) return 'not-restarted';
    if (!ready) wasDown = true;
    if (elapsed >= timeoutMs) return 'not-ready';
    await systemClock.sleep(intervalMs);
  }
}

/**
 * Asks once. Where anonymous requests are off, 401 or 403 is all that one without credentials hears from a server that is up. The
 * certificate is not checked: nothing secret is sent, and the node may know no CA for it.
 */
function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const request = send(url, { rejectUnauthorized: false, timeout: 2000, agent: false }, (response) => {
      response.resume();
      resolve([200, 401, 403].includes(response.statusCode ?? 0));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.end();
  });
}
