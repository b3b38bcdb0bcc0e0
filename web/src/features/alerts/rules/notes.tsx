import { Fragment } from 'react';
import { KeptText } from '../../../components/kept-text.tsx';

/** What was noted of an evaluation, or of a test. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  return notes.map((note, index) => (
    // eslint-disable-next-line react/no-array-index-key -- two may be alike
    <Fragment key={index}>
      {index > 0 && '; '}
      <KeptText limit={600}>{note}</KeptText>
    </Fragment>
  ));
}
