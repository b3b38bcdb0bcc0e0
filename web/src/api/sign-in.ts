export type Refusal = 'unreachable' | 'tooMany' | 'wrong' | 'failed';

/** Begins a session; gives why there is none. Apart from the client, whose schemas weigh as much as all of the form. */
export async function signIn(name: string, password: string): Promise<Refusal | undefined> {
  const response = await fetch('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify({ name, password }),
  }).catch(() => undefined);
  if (!response) return 'unreachable';
  if (response.ok) return undefined;
  if (response.status === 429) return 'tooMany';
  return response.status === 401 || response.status === 403 ? 'wrong' : 'failed';
}
