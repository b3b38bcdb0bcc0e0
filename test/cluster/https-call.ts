import { Agent, request } from 'node:https';

/** A call of a server on this machine. */
export interface HttpsCall {
  readonly url: string;
  readonly token: string;
  /** The certificate to trust; without it any is taken. */
  readonly ca?: string;
  readonly method?: string;
  readonly body?: unknown;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends a call and gives the text that it is answered with; rejects where the answer is no success. */
export function httpsCall({ url, token, ca, method = 'GET', body }: HttpsCall): Promise<string> {
  const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...trust, method, headers, agent, timeout: 60_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) resolve(text);
        else reject(new Error(`${method} ${url} answers ${statusCode}: ${text.slice(0, 500)}`));
      });
    });
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${url} does not answer`)));
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
