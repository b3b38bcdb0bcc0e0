import type { ParseKeys, TFunction } from 'i18next';
import { Fragment, type ReactNode } from 'react';

interface TextWithElementsProps {
  readonly t: TFunction;
  readonly i18nKey: ParseKeys;
  /** What stands for `<name/>` in the text. */
  readonly components: Readonly<Record<string, ReactNode>>;
}

/** A text of the page with elements in it, in the order of each language. The library's own reads all of HTML for it. */
export function TextWithElements({ t, i18nKey, components }: TextWithElementsProps) {
  const pieces = t(i18nKey).split(/<(\w+)\/>/);
  return pieces.map((piece, index) => (
    // eslint-disable-next-line react/no-array-index-key -- the pieces of one text keep their order
    <Fragment key={index}>{index % 2 === 0 ? piece : components[piece]}</Fragment>
  ));
}
