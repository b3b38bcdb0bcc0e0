import { afterEach, expect, test, vi } from 'vitest';
import { exitCodes } from '../../exit-codes.ts';
import { serverOptions } from './listen-options.ts';

afterEach(() => vi.unstubAllEnvs());

const listen = { host: '127.0.0.1', port: 7480 };

test.each(['x', '123456789012345'])(
  'an administrator\'s token "%s" is refused as wrong usage, and not repeated',
  (token) => {
    vi.stubEnv('WHODUNIT_ADMIN_TOKEN', token);
    expect(() => serverOptions({ listen })).toThrow(
      expect.objectContaining({ exitCode: exitCodes.wrongUsage, message: expect.stringContaining('16 characters') }),
    );
  },
);

test('one of 16 characters is taken, and none is none', () => {
  vi.stubEnv('WHODUNIT_ADMIN_TOKEN', '1234567890123456');
  expect(serverOptions({ listen }).adminToken).toBe('1234567890123456');
  vi.stubEnv('WHODUNIT_ADMIN_TOKEN', undefined);
  expect(serverOptions({ listen }).adminToken).toBeUndefined();
});
