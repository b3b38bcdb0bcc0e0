import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import { readEvent } from '../../../api/audit-event.ts';
import { setupLanguage } from '../../../lib/i18n/setup.ts';
import { Rebuilt } from './rebuilt.tsx';

beforeAll(() => setupLanguage());

const shown = (event: string): string => renderToStaticMarkup(<Rebuilt json={readEvent(event).json} />);

it('says of an event that its bytes are not the API server’s, and where it came from', () => {
  const text = shown('{"auditID":"1","__wrapper__":{"format":"sls","rebuilt":"true"}}');
  expect(text).toContain('not the bytes that the API server wrote');
  expect(text).toContain('(sls)');
});

it('says nothing of events that came as they were written, whatever is in them', () => {
  expect(shown('{"auditID":"1"}')).toBe('');
  expect(shown('{"auditID":"1","__wrapper__":{"format":"cri"}}')).toBe('');
  expect(shown('{"auditID":"1","__wrapper__":"rebuilt"}')).toBe('');
});
