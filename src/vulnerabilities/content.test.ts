import { describe, expect, it } from 'vitest';
import { compileQuery, type QueryContext } from '../query/index.ts';
import { images, programs } from './images.ts';
import { indicatorColumns, indicatorQueries, statementOf } from './statement.ts';
import {
  shippedCatalogue,
  shippedFiles,
  shippedIndicators,
  shippedNotDetectable,
  shippedStatement,
} from './testkit/shipped.ts';
import { clients } from './user-agents.ts';

const context: QueryContext = {
  range: { fromMicros: 0, toMicros: 1_000_000 },
  scope: { clusterIds: ['c1'], namespaces: null, bodies: true },
  clusters: [{ id: 'c1', name: 'one' }],
  timeZone: 'UTC',
  nowMicros: 0,
};
const indicators = shippedIndicators();
const notDetectable = shippedNotDetectable().reasons.flatMap(({ ids }) => ids);

describe('the files of content/cve', () => {
  it('are named after their CVE', () => {
    for (const [name, file] of shippedFiles())
      expect(name).toBe(file.kind === 'CveIndicator' ? `${file.id}.yaml` : 'not-detectable.yaml');
  });

  it('say of each CVE in the data either how it is told from a log or why it is not', () => {
    const told = [...indicators.map(({ id }) => id), ...notDetectable];
    expect(told.toSorted()).toEqual([...new Set(told)].toSorted());
    expect(
      shippedCatalogue()
        .vulnerabilities.map(({ id }) => id)
        .filter((id) => !told.includes(id)),
    ).toEqual([]);
  });

  it('name the CVEs that have bulletins of ACK', () => {
    const told = new Set([...indicators.map(({ id }) => id), ...notDetectable]);
    const bulletins = [
      '2018-1002105 2018-18264 2019-5736 2019-1002101 2019-11246 2019-11249 2019-11253 2019-11477 2019-16276 2020-8554 2020-8555',
      '2020-8557 2020-8558 2020-8562 2020-8564 2020-8565 2020-8566 2020-13401 2020-14386 2020-15257 2021-1056 2021-3121 2021-25735',
      '2021-25737 2021-25738 2021-25741 2021-25748 2021-30465 2021-41103 2025-0426',
    ];
    expect(bulletins.flatMap((line) => line.split(' ')).filter((id) => !told.has(`CVE-${id}`))).toEqual([]);
  });

  it('have data of versions for each CVE that is told from a log', () => {
    const known = new Set(shippedCatalogue().vulnerabilities.map(({ id }) => id));
    expect(indicators.map(({ id }) => id).filter((id) => !known.has(id))).toEqual([]);
  });
});

describe('statements', () => {
  it.each(indicators.map((indicator) => [indicator.id, indicator] as const))('%s compiles', (_id, indicator) => {
    const compiled = compileQuery(statementOf(indicator), context);
    expect(compiled.diagnostics).toEqual([]);
    if (compiled.ok) expect(compiled.value.columns.map(({ name }) => name)).toEqual([...indicatorColumns]);
  });

  it.each(indicatorQueries(indicators).map(({ ids, query }) => [ids.join(', '), query] as const))(
    'that of %s compiles',
    (_ids, query) => {
      const compiled = compileQuery(query, context);
      expect(compiled.diagnostics).toEqual([]);
      if (compiled.ok) expect(compiled.value.columns.map(({ name }) => name)).toEqual([...indicatorColumns]);
    },
  );

  it.each(['nodes', 'clients', 'images'])('that of %s compiles', (panel) => {
    const compiled = compileQuery(shippedStatement(panel), context);
    expect(compiled.diagnostics).toEqual([]);
    expect(compiled.ok).toBe(true);
  });

  it('that of clients looks for each client that is known, and for no other', () => {
    const [, names = ''] = /'\^\(\?:([^)]*)\)/.exec(shippedStatement('clients')) ?? [];
    expect(names.split('|').toSorted()).toEqual(clients.toSorted());
  });

  it('that of images looks for each image that is known', () => {
    const statement = shippedStatement('images');
    for (const name of [...Object.keys(images), ...programs]) expect(statement).toContain(name);
  });
});
