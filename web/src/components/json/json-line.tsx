import { jsonText } from '../../api/json.ts';
import { SafeText } from '../safe-text.tsx';
import type { HeldJson } from './held-json.ts';
import styles from './json.module.css';
import { lineTokens } from './line-tokens.ts';

/** More than a cell ever shows; each character may be an element. */
const charactersShown = 200;

/** The beginning of JSON, on one line, coloured. */
export function JsonLine({ value, text }: HeldJson) {
  return lineTokens(text ?? jsonText(value, charactersShown + 1), charactersShown).map((token, index) =>
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
