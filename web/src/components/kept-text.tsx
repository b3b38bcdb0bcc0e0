import { keptText } from '../lib/i18n/wordings/kept-text.ts';
import { useWordings } from '../lib/i18n/wordings/use-wordings.ts';
import { SafeText } from './safe-text.tsx';

interface KeptTextProps {
  readonly children: string;
  /** As of SafeText. */
  readonly limit: number;
}

/** What the server has kept as text, such as a fault or an answer: its own sentences are in the reader's language. */
export function KeptText({ children, limit }: KeptTextProps) {
  const wordings = useWordings(children !== '');
  return <SafeText limit={limit}>{keptText(children, wordings)}</SafeText>;
}
