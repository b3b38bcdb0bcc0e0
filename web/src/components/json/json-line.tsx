import { SafeText } from '../safe-text.tsx';
import styles from './json.module.css';
import { lineTokens } from './line-tokens.ts';

/** More than a cell ever shows; each character may be an element. */
const charactersShown = 200;

/** The beginning of a text that is JSON, on one line, coloured. */
export function JsonLine({ text }: { readonly text: string }) {
  return lineTokens(text, charactersShown).map((token, index) =>
    token.kind === 'mark' ? (
      token.text
    ) : (
      // eslint-disable-next-line react/no-array-index-key -- the tokens of one text never move
      <span key={index} className={styles['token']} data-token={token.kind}>
        <SafeText limit={charactersShown}>{token.text}</SafeText>
      </span>
    ),
  );
}
