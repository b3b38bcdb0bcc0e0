import frame from './frame.json';
import session from './session.json';

export const signIn = { frame, session };
