import styles from './text-diff.module.css';

/** A unified diff, line by line. */
export function TextDiff({ lines }: { readonly lines: readonly string[] }) {
  return (
    <pre className={styles['diff']} tabIndex={0}>
      {lines.map((line, index) => (
        // eslint-disable-next-line react/no-array-index-key -- lines of a diff repeat and never move
        <span key={index} data-sign={line[0]}>
          {`${line}\n`}
        </span>
      ))}
    </pre>
  );
}
