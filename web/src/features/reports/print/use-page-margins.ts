import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '../../../../../src/dashboards/index.ts';
import { cutText, visibleText } from '../../../../../src/base/index.ts';
import { shortDateTime } from '../../../lib/time-format.ts';
import type { Report } from '../use-report.ts';
import { cssString } from './css-string.ts';

/** Puts title, range and page numbers into the margins of printed pages, while the report is looked at. */
export function usePageMargins({ dashboard, fixed, zone }: Report): void {
  const { t, i18n } = useTranslation();
  const title = textIn(dashboard.title, i18n.language);
  const range = fixed ? `${shortDateTime(fixed.from, zone)} – ${shortDateTime(fixed.to, zone)} (${zone})` : '';
  const [before = '', between = '', after = ''] = t('reports.pageOfPages', { page: '\u0000', pages: '\u0000' }).split(
    '\u0000',
  );
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    const text = (content: string): string => cssString(visibleText(cutText(content, 200).text));
    sheet.replaceSync(`
      @page {
        margin: 20mm 15mm 16mm;
        @top-left { content: ${text(title)}; font: 9pt sans-serif; color: #454c59; }
        @top-right { content: ${text(range)}; font: 9pt sans-serif; color: #454c59; }
        @bottom-left { content: "Whodunit"; font: 9pt sans-serif; color: #454c59; }
        @bottom-right {
          content: ${text(before)} counter(page) ${text(between)} counter(pages) ${text(after)};
          font: 9pt sans-serif;
          color: #454c59;
        }
      }`);
    // A sheet that a script constructs needs no nonce, and nothing of it is read as markup.
    document.adoptedStyleSheets.push(sheet);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [title, range, before, between, after]);
}
