import { expect, it } from 'vitest';
import { pageAddress } from '../../../src/base/index.ts';
import { router } from './router.tsx';

const base = 'https://audit.example/whodunit/';
const events = { q: 'verb: "a b" | select 1', from: '2026-11-20T18:00:00.000Z', to: '2026-11-20T19:00:00.000Z' };

/** The route that an address of the page leads to, and what it asks for there. */
function leadsTo(address: string): readonly unknown[] {
  const { pathname, search } = new URL(address);
  const path = pathname.replace('/whodunit', '');
  const last = router.matchRoutes(path, router.options.parseSearch(search)).at(-1);
  return [last?.routeId, { ...last?.params, ...last?.search }];
}

it('links in messages lead to what they name', () => {
  expect(leadsTo(pageAddress.inbox(base))).toEqual(['/frame/alerts/$section', { section: 'inbox' }]);
  const history = '/frame/alerts/$section';
  expect(leadsTo(pageAddress.alertsOf(base, 'exec'))).toEqual([history, { section: 'history', rule: 'exec' }]);
  expect(leadsTo(pageAddress.alert(base, 'exec/f1ng3r/17'))).toMatchObject([
    history,
    { section: 'history', cause: 'exec/f1ng3r/17' },
  ]);
  expect(leadsTo(pageAddress.events(base, events))).toMatchObject(['/frame/explore', { ...events, noise: 'show' }]);
  const search = { from: events.from, tz: 'UTC', namespace: ['shop'], 'var.verb': '5', 'var.who': 'ann' };
  expect(leadsTo(pageAddress.report(base, 'my report', search))).toEqual([
    '/frame/reports/$id',
    { id: 'my report', ...search },
  ]);
});

it('what looks like JSON is the text that it is', () => {
  expect(leadsTo(pageAddress.alertsOf(base, '17'))).toMatchObject(['/frame/alerts/$section', { rule: '17' }]);
  const q = '"quoted"';
  expect(leadsTo(pageAddress.events(base, { ...events, q }))).toMatchObject(['/frame/explore', { q }]);
});
