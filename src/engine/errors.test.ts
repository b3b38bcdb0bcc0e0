import { describe, expect, test } from 'vitest';
import { engineErrorOf, isPermanent } from './errors.ts';

const reading =
  '(while reading from part /data/store/43d/43d1/20261121_1_3_1_7/ located on disk default of type local, from mark 0 with max_rows_to_read = 2048)';

describe('a failure of the engine is of one kind', () => {
  test.each([
    [159, 'Timeout exceeded', 'time-limit', false],
    [241, 'memory limit exceeded', 'memory-limit', false],
    [252, 'Too many parts', 'too-many-parts', false],
    [117, 'Incorrect data', 'rejected-data', true],
    [33, 'Cannot read all data', 'rejected-data', true],
    [33, `Cannot read all data: ${reading}: While executing MergeTreeSelect`, 'corrupt-part', true],
    [40, 'Checksum does not match', 'corrupt-part', true],
    [107, `File does not exist: ${reading}`, 'corrupt-part', true],
    [72, `Cannot parse number: ${reading}`, 'other', false],
    [341, `Checksum doesn't match: corrupted data. ${reading}`, 'corrupt-part', true],
    [341, `Unknown codec family code: 111: While reading or decompressing. ${reading}`, 'corrupt-part', true],
    [341, `memory limit exceeded: ${reading}`, 'other', false],
    [241, `memory limit exceeded ${reading}`, 'memory-limit', false],
    [425, 'write failed, errno: 28, strerror: No space left on device', 'disk-full', false],
    [75, 'Cannot write to file /data/a.bin, errno: 28, strerror: No space left on device', 'disk-full', false],
    [1001, 'std::exception. filesystem error: in rename: No space left on device ["/data/a"]', 'disk-full', false],
    [1000, 'Poco::Exception. e.code() = 28, File access error: no space left on device: /data/a', 'disk-full', false],
    [341, 'Mutation failed: write failed, errno: 28, strerror: No space left on device', 'disk-full', false],
    [243, 'Cannot reserve 1.00 MiB, not enough space', 'disk-full', false],
    // What a user wrote is quoted.
    [43, `Illegal type of argument 'errno: 28, strerror: No space left on device'`, 'other', false],
    [153, `Division by zero: intDiv('No space left on device', 0)`, 'division-by-zero', true],
    [395, 'No space left on device: while executing', 'thrown', false],
    [1001, 'something else', 'other', false],
  ] as const)('%i "%s" is %s', (code, message, kind, permanent) => {
    const error = engineErrorOf(code, message);
    expect(error).toMatchObject({ name: 'EngineError', kind, code, message });
    expect(isPermanent(error.kind)).toBe(permanent);
  });
});
