import { expect, test } from 'vitest';
import { z } from 'zod';
import { allRoutes } from '../routes/index.ts';
import { compressionOf } from './compression.ts';

/** Their texts hold a token, which no member's name tells. */
const inTexts = ['POST /api/v1/clusters/{name}/setup'];

test('an answer that holds a token or a password is not compressed', () => {
  const routes = allRoutes();
  const nameOf = ({ method, path }: (typeof routes)[number]) => `${method} ${path}`;
  const secrets = routes.filter(({ answer }) => {
    const schema = answer === undefined ? '' : JSON.stringify(z.toJSONSchema(answer, { unrepresentable: 'any' }));
    // Whether there is one is no secret.
    return /"(?:\w*token|password)":\{(?!"type":"boolean")/i.test(schema);
  });
  expect(secrets.map(nameOf)).toEqual([
    'POST /api/v1/clusters',
    'POST /api/v1/clusters/{name}/tokens',
    'POST /api/v1/session',
    'GET /api/v1/session',
    'POST /api/v1/users',
    'POST /api/v1/api-tokens',
  ]);
  for (const route of routes)
    expect(compressionOf(route) === false).toBe(secrets.includes(route) || inTexts.includes(nameOf(route)));
});
