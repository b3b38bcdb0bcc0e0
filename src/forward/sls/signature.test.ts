import { expect, test } from 'vitest';
import { signedBySls } from './signature.ts';

const headers = { hello: 'world', 'hello-text': 'a12X- ', ko: '', 'x-log-test': 'het123', 'x-acs-ppp': 'dds' };
const query = { ' abc': 'efg', ' agc ': '', '': 'efg', 'A-bc': 'eFg' };
const body = Buffer.from('adasd= -asd zcas');
const path = '/logstores';
const region = 'cn-hangzhou';
const odd = { ...query, 'abs-ij*asd/vc': 'a~js+d ada', 'a abAas123/vc': 'a~jdad a2ADFs+d ada' };
const call = { method: 'POST', path, query, headers, body, region } as const;

// What Alibaba Cloud's own libraries for Python and Java are tested with.
test.each([
  [call, 'a98f5632e93836e63839cd836a54055f480020a9364ca944e2d34f2eb9bf1bed'],
  [
    { ...call, headers: {}, query: {}, region: 'cn-shanghai' },
    '8a10a5e723cb2e75964816de660b2c16a58af8bc0261f7f0722d832468c76ce8',
  ],
  [{ ...call, body: Buffer.alloc(0) }, '5a66d8f8051983e0e9d08e0f960ef9252ef971eead5bb5c7acec8617a2eb2701'],
  [
    { ...call, method: 'GET', body: Buffer.alloc(0) },
    'd92741852500791d662a8d469ff61627c0559ecd86c3f59b7bf6772b6c62666a',
  ],
  [
    { ...call, path: '/logstores/hello/a+*~bb/cc', query: odd },
    '2c204068e961a8813a6bcf7ac422f7fa6e9bf9a5da493e0165dfe100854d18ff',
  ],
] as const)('a call is signed as Alibaba Cloud signs it', ({ region, ...given }, signature) => {
  const signed = signedBySls(
    given,
    { id: 'acsddda21dsd', secret: 'zxasdasdasw2', region },
    Date.UTC(2022, 7, 8, 3, 23, 30),
  );
  expect(signed['authorization']).toBe(
    `SLS4-HMAC-SHA256 Credential=acsddda21dsd/20220808/${region}/sls/aliyun_v4_request,Signature=${signature}`,
  );
});
