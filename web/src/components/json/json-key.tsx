import { SafeText } from '../safe-text.tsx';
import styles from './json.module.css';

interface JsonKeyProps {
  readonly name: string;
  /** It is the place of an element, not a name that somebody gave. */
  readonly isIndex: boolean;
}

/** The name before a value of the tree. */
export function JsonKey({ name, isIndex }: JsonKeyProps) {
  return (
    <span className={styles['token']} data-token={isIndex ? 'index' : 'key'}>
      <SafeText limit={120}>{name}</SafeText>:
    </span>
  );
}
