import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { isDiskFull, migrate, transaction } from './database.ts';

function tables(database: DatabaseSync): unknown[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map((row) => row['name']);
}

test('a migration that fails leaves the database at the version before it, and the next start repeats it', () => {
  const database = new DatabaseSync(':memory:');
  const [one, broken, two] = ['CREATE TABLE a (x)', 'CREATE TABLE b (x); CREATE TABLE a (x)', 'CREATE TABLE b (x)'];
  expect(() => migrate(database, 'f', [one, broken])).toThrow('already exists');
  expect(tables(database)).toEqual(['a']);
  migrate(database, 'f', [one, two]);
  migrate(database, 'f', [one, two]);
  expect(tables(database)).toEqual(['a', 'b']);
  expect(() => migrate(database, 'f', [one])).toThrow('cannot open records "f": they have schema 2');
});

test('a transaction is undone when its task throws', () => {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE a (x)');
  expect(() =>
    transaction(database, () => {
      database.exec('INSERT INTO a VALUES (1)');
      throw new Error('no');
    }),
  ).toThrow('no');
  transaction(database, () => database.exec('INSERT INTO a VALUES (2)'));
  expect(database.prepare('SELECT x FROM a').all()).toEqual([{ x: 2 }]);
});

test('a disk that fills within a transaction is said as such, and the next transaction is one of its own', () => {
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE a (x)');
  const insert = database.prepare('INSERT INTO a VALUES (?)');
  const limitPages = (count: number): void => database.exec(`PRAGMA max_page_count = ${count}`);
  limitPages(4);
  const fill = (): void =>
    transaction(database, () => {
      for (let row = 0; row < 100; row += 1) insert.run('x'.repeat(4000));
    });
  expect(fill).toThrow(expect.toSatisfy(isDiskFull));
  expect(database.isTransaction).toBe(false);
  expect(fill).toThrow(expect.toSatisfy(isDiskFull));
  limitPages(1000);
  fill();
  expect(database.prepare('SELECT count(*) AS count FROM a').get()).toEqual({ count: 100 });
});
