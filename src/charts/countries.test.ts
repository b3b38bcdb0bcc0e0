import { describe, expect, it } from 'vitest';
import { fittingCharts } from './chart-kinds.ts';
import { countryColumn } from './countries.ts';

const varchar = (name: string) => ({ name, type: 'varchar' });
const bigint = (name: string) => ({ name, type: 'bigint' });

describe('countryColumn', () => {
  it.each([
    ['Germany', 'China'],
    ['美国', '中国'],
    ['アメリカ合衆国', '日本'],
  ])('finds the countries %s and %s of the second published statement, which names addresses first', (one, other) => {
    const columns = [varchar('Source IP address'), bigint('Number of times'), varchar('Risky'), varchar('Country')];
    const rows = [
      ['203.0.113.9', 12, 'no', one],
      ['198.51.100.7', 3, 'no', other],
      ['192.0.2.1', 1, 'no', ''],
    ];
    expect(countryColumn({ columns, rows })).toBe(3);
  });

  it('is without any where no text is a country, and then no map is offered', () => {
    const columns = [varchar('verb'), bigint('n')];
    const result = { columns, rows: [['delete', 1]] };
    expect(countryColumn(result)).toBeUndefined();
    expect(fittingCharts(result)).not.toContain('map');
  });
});
