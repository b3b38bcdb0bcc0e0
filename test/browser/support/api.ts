import type { Page } from 'playwright-core';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls the server as whoever is signed in on the page, beside what the page itself does. */
export async function callAs(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ({ method, path, body }) => {
      const session = (await (await fetch('/api/v1/session')).json()) as { readonly csrfToken: string };
      const response = await fetch(path, {
        method,
        headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrfToken },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer: unknown = await response.json().catch(() => undefined);
      return { status: response.status, body: answer };
    },
    { method, path, body },
  );
}
