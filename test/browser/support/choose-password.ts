/** Whose password somebody else made, that password, and the one that they choose. */
interface Choice {
  readonly name: string;
  readonly current: string;
  readonly next: string;
}

/** As the page does it: signs in with the password that was made, and takes another. */
export async function choosePassword(url: string, { name, current, next }: Choice): Promise<void> {
  const send = (route: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url + route, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const session = await send('/api/v1/session', { name, password: current });
  const { csrfToken } = (await session.json()) as { readonly csrfToken: string };
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const changed = await send('/api/v1/session/password', { current, next }, { cookie, 'x-csrf-token': csrfToken });
  if (!changed.ok) throw new Error(`cannot change the password: ${changed.status} ${await changed.text()}`);
}
