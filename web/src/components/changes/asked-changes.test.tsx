import i18next from 'i18next';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { beforeAll, expect, it } from 'vitest';
import { en } from '../../lib/i18n/locales/en/index.ts';
import { AskedChanges } from './asked-changes.tsx';
import { shortPath } from './short-path.ts';

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { translation: en } } });
});

function told(requestObject: object, verb = 'patch'): string {
  const host = document.createElement('div');
  const json = JSON.parse(JSON.stringify({ requestObject })) as { readonly [name: string]: never };
  host.innerHTML = renderToStaticMarkup(<AskedChanges json={json} facts={{ verb }} most={2} />);
  for (const hidden of host.querySelectorAll('.visually-hidden')) hidden.remove();
  return host.textContent;
}

it.each([
  [{ spec: { replicas: 5 } }, 'replicas → 5'],
  [{ spec: { template: { spec: { containers: [{ name: 'web', image: 'a:2' }] } } } }, 'containers[web].image → a:2'],
  [[{ op: 'replace', path: '/spec/replicas', value: 3 }], 'replicas → 3'],
  [{ metadata: { annotations: { note: 'x' } } }, ''],
  [{ spec: { a: 1, b: 2, c: 3 } }, 'a → 1, b → 2 and 1 more'],
  [{ spec: { note: '<b>x</b>' } }, 'note → <b>x</b>'],
])('%j says %s', (patch, text) => expect(told(patch)).toBe(text));

it('says nothing of what is no patch', () => expect(told({ spec: { replicas: 5 } }, 'update')).toBe(''));

it.each([
  ['spec.jobTemplate.spec.template.spec.containers[a].image', 'containers[a].image'],
  ['metadata.labels.app', 'labels.app'],
  ['roleRef.name', 'roleRef.name'],
])('%s is %s', (path, short) => expect(shortPath(path)).toBe(short));
