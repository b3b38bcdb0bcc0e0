import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { cutText, visibleText } from '../../../../src/base/index.ts';
import { cssString } from './css-string.ts';

interface PageMargins {
  readonly title: string;
  /** At the right of the title, such as the range. */
  readonly corner: string;
}

/** Puts title and page numbers into the margins of printed pages, while what is to be printed is looked at. */
export function usePageMargins({ title, corner }: PageMargins): void {
  const { t } = useTranslation();
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
        @top-right { content: ${text(corner)}; font: 9pt sans-serif; color: #454c59; }
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
  }, [title, corner, before, between, after]);
}
