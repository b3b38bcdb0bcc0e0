// The looks that pages are held to: languages by schemes by widths. Dimensions hardly meet in a fault: a text is too long in one language,
// a colour too pale in one scheme. So the short form shows every pair of two of them somewhere, and the long form all that there are.
type Language = 'en' | 'zh-CN' | 'ja';
type Scheme = 'light' | 'dark';
type Look = readonly [Language, Scheme];

/** The long form: `npm run browser`. */
export const isEveryLook = process.env['WHODUNIT_EVERY_LOOK'] === '1';

const languages = ['en', 'zh-CN', 'ja'] as const;
const schemes = ['light', 'dark'] as const;
const every: readonly Look[] = languages.flatMap((language) => schemes.map((scheme) => [language, scheme] as const));

/** The width that is looked at most closely. */
const mainWidth = 1280;

const short: ReadonlyMap<number, readonly Look[]> = new Map([
  [
    390,
    [
      ['en', 'light'],
      ['zh-CN', 'dark'],
      ['ja', 'light'],
    ],
  ],
  [
    mainWidth,
    [
      ['en', 'light'],
      ['en', 'dark'],
      ['zh-CN', 'light'],
      ['ja', 'light'],
    ],
  ],
  [
    1920,
    [
      ['en', 'light'],
      ['ja', 'dark'],
    ],
  ],
]);

/** In which looks a page of that width is shown; without a width, one that is shown in several. */
export function looksAt(width = mainWidth): readonly Look[] {
  return isEveryLook ? every : (short.get(width) ?? every);
}
