/** What somebody is told who follows. */
export interface Following {
  readonly ids: readonly string[];
  readonly opened: Promise<void>;
  until(isEnough: (ids: readonly string[]) => boolean): Promise<void>;
  close(): void;
}

/** Follows all events that a token may see. */
export function follow(url: string, token: string): Following {
  const ids: string[] = [];
  const closing = new AbortController();
  const opened = Promise.withResolvers<void>();
  let heard = Promise.withResolvers<void>();
  async function read(): Promise<void> {
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await fetch(`${url}/api/v1/tail?query=`, { headers, signal: closing.signal });
    let text = '';
    for await (const bytes of body ?? []) {
      text += Buffer.from(bytes).toString();
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const [, name, data = ''] = /^event: (\w+)\ndata: ([^\n\r]*)$/.exec(message) ?? [];
        if (name === 'audit') ids.push((JSON.parse(data) as { auditID: string }).auditID);
      }
      opened.resolve();
      heard.resolve();
      heard = Promise.withResolvers();
    }
  }
  read().catch((error: unknown) => {
    if (!closing.signal.aborted) opened.reject(error);
  });
  return {
    ids,
    opened: opened.promise,
    async until(isEnough) {
      while (!isEnough(ids)) await heard.promise;
    },
    close: () => closing.abort(),
  };
}
