import { expect, test } from 'vitest';
import { checkPassword, createPasswordHasher, generatePassword } from './password.ts';

const hasher = createPasswordHasher({ ln: 4, r: 8, p: 1 });

test('a hash has its parameters and a salt, and only its password fits', async () => {
  const strong = createPasswordHasher();
  const [one, other] = await Promise.all([strong.hash('correct horse'), strong.hash('correct horse')]);
  expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(other);
  expect(await hasher.verify('correct horse', one)).toBe(true);
  expect(await hasher.verify('correct horsf', one)).toBe(false);
  expect(await hasher.verify('', one)).toBe(false);
});

test('a hash of other parameters is still understood', async () => {
  // RFC 7914 section 12: N = 1024, r = 8, p = 16, salt "NaCl", the first 32 bytes of the key.
  const key = Buffer.from('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162', 'hex').toString(
    'base64url',
  );
  const hash = `$scrypt$ln=10,r=8,p=16$${Buffer.from('NaCl').toString('base64url')}$${key}`;
  expect(await hasher.verify('password', hash)).toBe(true);
  expect(await hasher.verify('passwore', hash)).toBe(false);
});

test('no hash, or one that is none, fits nothing', async () => {
  expect(await hasher.verify('', undefined)).toBe(false);
  expect(await hasher.verify('x', '$scrypt$ln=15,r=8,p=3$$')).toBe(false);
});

test('a letter typed as one code point or as two is the same', async () => {
  expect(await hasher.verify('cafe\u0301 au lait', await hasher.hash('caf\u00e9 au lait'))).toBe(true);
});

test('a flood is refused instead of queued', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 25 }, () => hasher.verify('x', '$scrypt$ln=1,r=1,p=1$YQ$YQ')),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(4);
  expect(refused[0]?.reason).toMatchObject({ code: 'too-many-requests' });
  expect(await hasher.verify('x', '$scrypt$ln=1,r=1,p=1$YQ$YQ')).toBe(false);
});

test.each([
  ['short', 'ann', 'a password has at least 12 characters'],
  ['日本語の長い合言葉です', 'ann', 'a password has at least 12 characters'],
  ['x'.repeat(257), 'ann', 'a password has at most 256 characters'],
  ['I am ANN and long enough', 'ann', 'a password does not contain the name of its user'],
  ['abababababababab', 'ann', 'a password has at least 5 different characters'],
])('%s is refused', (password, user, message) => {
  expect(checkPassword(password, user)).toMatchObject([{ code: 'weak-password', severity: 'error', message }]);
});

test.each(['admin', 'e', '7', 'xyz', '张三'])(
  'generated passwords are what the user %s could have chosen, and differ',
  (user) => {
    const passwords = Array.from({ length: 50 }, () => generatePassword(user));
    expect(passwords.flatMap((password) => checkPassword(password, user))).toEqual([]);
    expect(new Set(passwords).size).toBe(50);
    expect(passwords[0]).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
  },
);
