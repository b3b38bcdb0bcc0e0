import { expect, it } from 'vitest';
import { type ChartSettings, chartOption, type ChartTable } from './index.ts';

const settings: ChartSettings = {
  colors: {
    ink: '#111111',
    mute: '#222222',
    line: '#333333',
    panel: '#444444',
    accent: '#555555',
    sunken: '#666666',
    soft: '#777777',
    ground: '#888888',
    info: '#999999',
    warning: '#aaaaaa',
    critical: '#bbbbbb',
  },
  language: 'en',
  fontFamily: 'sans-serif',
};
const varchar = (name: string) => ({ name, type: 'varchar' });
const bigint = (name: string) => ({ name, type: 'bigint' });
const day = 24 * 3600 * 1000;

const trend: ChartTable = {
  columns: [varchar('time'), bigint('n')],
  rows: [
    ['2026-11-21 00:00:00', 5],
    ['2026-11-20 00:00:00', 4],
  ],
};

it('draws the period before as dashed lines over the times now', () => {
  const rows = [
    ['2026-11-18 00:00:00', 1],
    ['2026-11-19 00:00:00', 2],
  ];
  const before = { rows, shiftMs: 2 * day, name: 'Before' };
  expect(chartOption(trend, 'line', { ...settings, before })).toMatchObject({
    xAxis: { data: ['2026-11-20', '2026-11-21'] },
    series: [
      { name: 'Before', type: 'line', data: [1, 2], lineStyle: { type: 'dashed' }, silent: true },
      { name: 'n', data: [4, 5], symbol: 'circle' },
    ],
  });
});

it('draws one line of the sum before where lines are stacked', () => {
  const columns = [varchar('time'), bigint('ok'), bigint('failed')];
  const before = { rows: [['2026-11-19', 1, 2]], shiftMs: day, name: 'Before' };
  const table = { columns, rows: [['2026-11-20', 3, 4]] };
  expect(chartOption(table, 'area', { ...settings, before })).toMatchObject({
    series: [
      { name: 'Before', data: [3] },
      { name: 'ok', stack: 'all' },
      { name: 'failed', stack: 'all' },
    ],
  });
});

it('lays bars of names on their side, with their numbers, and those before by the same names', () => {
  const table = {
    columns: [varchar('user'), bigint('n')],
    rows: [
      ['alice', 1200],
      ['bob', 3],
    ],
  };
  const before = { rows: [['bob', 7]], shiftMs: day, name: 'Before' };
  const thresholds = [{ at: 1000, level: 'warning' }] as const;
  const option = chartOption(table, 'bar', { ...settings, before, thresholds });
  expect(option).toMatchObject({
    yAxis: { data: ['alice', 'bob'], inverse: true },
    series: [
      { name: 'Before', type: 'bar', data: [null, 7] },
      { name: 'n', data: [1200, 3], markLine: { data: [{ xAxis: 1000, lineStyle: { color: '#aaaaaa' } }] } },
    ],
    aria: { decal: { show: true } },
  });
});

it('draws the columns of one row as parts', () => {
  const table = { columns: [bigint('succeeded'), bigint('failed')], rows: [[9, 1]] };
  expect(chartOption(table, 'bar', settings)).toMatchObject({
    yAxis: { data: ['succeeded', 'failed'] },
    series: [{ data: [9, 1] }],
  });
  expect(chartOption(table, 'pie', settings)).toMatchObject({
    series: [
      {
        data: [
          { name: 'succeeded', value: 9 },
          { name: 'failed', value: 1 },
        ],
      },
    ],
  });
});

it('gives an outcome its colour, as a line of its own and as one of several bars', () => {
  const columns = [
    { ...bigint('Succeeded'), outcome: 'ok' as const },
    { ...bigint('Refused'), outcome: 'refused' as const },
  ];
  const overTime = { columns: [varchar('time'), ...columns], rows: [['2026-11-20', 3, 4]] };
  const lines = chartOption(overTime, 'area', settings)['series'];
  expect(lines).toMatchObject([{ color: '#7f92b5' }, { color: '#e09a1a' }]);
  expect(chartOption({ columns, rows: [[3, 4]] }, 'bar', settings)['series']).toMatchObject([
    {
      data: [
        { value: 3, itemStyle: { color: '#7f92b5' } },
        { value: 4, itemStyle: { color: '#e09a1a' } },
      ],
    },
  ]);
});
