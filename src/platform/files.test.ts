// The real layer and the simulated one are held to the same protocol, so that what tests say of the one holds for the other.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileIfPresent, writeFileAtomically } from './atomic-file.ts';
import { realFiles } from './files.ts';
import { SimulatedDisk } from './testkit.ts';

let temporary = '';

beforeAll(async () => {
  temporary = await mkdtemp(path.join(tmpdir(), 'files-'));
});

afterAll(async () => {
  await rm(temporary, { recursive: true, force: true });
});

describe.each([
  ['real', () => ({ files: realFiles, root: temporary })],
  ['simulated', () => ({ files: new SimulatedDisk().layer(), root: '/disk' })],
])('the %s files', (_, make) => {
  test('keep what was written in place, read as far as the end, and are emptied when made again', async () => {
    const { files, root } = make();
    const file = path.join(root, 'a');
    const handle = await files.open(file, 'create');
    await handle.write([Buffer.from('hello '), Buffer.alloc(0), Buffer.from('world')], 0);
    await handle.write([Buffer.from('W')], 6);
    await handle.datasync();
    const buffer = Buffer.alloc(20);
    expect(await handle.read(buffer, 6)).toBe(5);
    expect(buffer.toString('utf8', 0, 5)).toBe('World');
    await handle.truncate(3);
    expect(await handle.size()).toBe(3);
    await handle.close();
    const again = await files.open(file, 'write');
    expect(await again.size()).toBe(3);
    await again.close();
    const emptied = await files.open(file, 'create');
    expect(await emptied.size()).toBe(0);
    await emptied.close();
  });

  test('are listed, renamed and removed; what is not there is ENOENT', async () => {
    const { files, root } = make();
    const directory = path.join(root, 'sub');
    await files.makeDirectory(directory);
    await files.makeDirectory(directory);
    await (await files.open(path.join(directory, 'x'), 'create')).close();
    await files.rename(path.join(directory, 'x'), path.join(directory, 'y'));
    await files.syncDirectory(directory);
    expect(await files.list(directory)).toEqual(['y']);
    await files.unlink(path.join(directory, 'y'));
    expect(await files.list(directory)).toEqual([]);
    for (const mode of ['read', 'write'] as const)
      await expect(files.open(path.join(directory, 'y'), mode)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(files.unlink(path.join(directory, 'y'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await files.freeBytes(root)).toBeGreaterThan(0);
  });

  test('are locked by one until it lets go', async () => {
    const { files, root } = make();
    const file = path.join(root, 'lock');
    const lock = await files.lock(file);
    expect(await files.lock(file)).toBeUndefined();
    lock?.release();
    const next = await files.lock(file);
    expect(next).toBeDefined();
    next?.release();
  });

  test('are replaced whole', async () => {
    const { files, root } = make();
    const file = path.join(root, 'atomic');
    expect(await readFileIfPresent(files, file)).toBeUndefined();
    await writeFileAtomically(files, file, Buffer.from('a long first version'));
    await writeFileAtomically(files, file, Buffer.from('second'));
    expect((await readFileIfPresent(files, file))?.toString()).toBe('second');
  });
});

describe('a power cut', () => {
  test('forgets contents, sizes and names that were not synced', async () => {
    const disk = new SimulatedDisk();
    const files = disk.layer();
    const named = await files.open('/d/named', 'create');
    await named.write([Buffer.from('kept')], 0);
    await named.datasync();
    await files.syncDirectory('/d');
    await named.write([Buffer.from('KEPT and more')], 0);
    const nameless = await files.open('/d/nameless', 'create');
    await nameless.write([Buffer.from('synced')], 0);
    await nameless.datasync();
    disk.powerCut();
    expect(disk.paths()).toEqual(['/d/named']);
    expect(disk.contents('/d/named').toString()).toBe('kept');
    await expect(named.datasync()).rejects.toThrow('the power is off');
  });

  test('leaves the old or the new contents of a file that was being replaced, at every operation', async () => {
    for (const fate of [0, 0.4, 1])
      for (let operations = 0; operations < 12; operations += 1) {
        const disk = new SimulatedDisk();
        await writeFileAtomically(disk.layer(), '/d/f', Buffer.from('old'));
        disk.operationsLeft = operations;
        let isDone = true;
        await writeFileAtomically(disk.layer(), '/d/f', Buffer.from('new')).catch(() => {
          isDone = false;
        });
        disk.powerCut(() => fate);
        const contents = disk.contents('/d/f').toString();
        expect(isDone ? ['new'] : ['old', 'new']).toContain(contents);
      }
  });

  test('loses for ever what a failed datasync held', async () => {
    const disk = new SimulatedDisk();
    const file = await disk.layer().open('/d/f', 'create');
    await disk.layer().syncDirectory('/d');
    await file.write([Buffer.from('data')], 0);
    disk.fault = ({ name }) => (name === 'datasync' ? { code: 'EIO' } : undefined);
    await expect(file.datasync()).rejects.toMatchObject({ code: 'EIO' });
    disk.fault = () => undefined;
    await file.datasync();
    disk.powerCut(() => 1);
    expect(disk.contents('/d/f')).toHaveLength(0);
  });
});
