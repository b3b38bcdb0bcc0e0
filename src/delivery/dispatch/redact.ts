/** Shorter pieces of an address are no secrets, and stand anywhere. */
const shortest = 6;

/** Words of a header that name how somebody proves who they are. */
const schemes = /^(?:basic|bearer|digest|token)$/i;

/** A text of the other side without the secrets that it was sent: some answers repeat the call. `username` goes with the password. */
export function withoutSecretsOf(text: string, secrets: Readonly<Record<string, string>>, username = ''): string {
  const { password } = secrets;
  const basic = password === undefined ? [] : [Buffer.from(`${username}:${password}`).toString('base64')];
  const pieces = [...Object.values(secrets).flatMap(piecesOf), ...basic].toSorted(
    (left, right) => right.length - left.length,
  );
  return pieces.reduce((shown, piece) => shown.replaceAll(piece, '[redacted]'), text);
}

/** A secret, and of an address what makes it one: values of its query and long parts of its path. */
function piecesOf(secret: string): readonly string[] {
  const url = URL.parse(secret);
  const parts = url === null ? [] : [...queryValues(url), ...url.pathname.split('/').filter(isLong)];
  const values = valuesOf(secret);
  return [secret, ...parts, ...values].filter((piece) => piece.length >= shortest);
}

/** As they stand in the address, as they are read, and as they are written by others. */
function queryValues({ search, searchParams }: URL): readonly string[] {
  const raw = search
    .slice(1)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  const read = [...searchParams.values()];
  return [...raw, ...read, ...read.map((value) => encodeURIComponent(value.toWellFormed()))];
}

function isLong(part: string): boolean {
  return part.length >= 16;
}

/** Of a secret that is an object, such as headers: its texts, and their words. */
function valuesOf(secret: string): readonly string[] {
  const texts = Object.values(objectIn(secret)).filter((one): one is string => typeof one === 'string');
  return texts.flatMap((text) => [text, ...text.split(/\s+/).filter((word) => !schemes.test(word))]);
}

/** A password may begin like an object and be none. */
function objectIn(secret: string): object {
  if (!secret.startsWith('{')) return {};
  try {
    return Object(JSON.parse(secret));
  } catch {
    return {};
  }
}
