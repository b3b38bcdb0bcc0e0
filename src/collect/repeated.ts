/** Whether something that may happen each second is to be said now: the first time, and each minute that it goes on. */
export interface Repeated {
  isNews(subject: string): boolean;
  /** It has ended: the next time is the first again. True where it was said before. */
  end(subject: string): boolean;
}

const silenceMs = 60_000;
/** Subjects that are remembered; beyond, things may be said more often. */
const maxSubjects = 1000;

export function createRepeated(now: () => number): Repeated {
  const saidAt = new Map<string, number>();
  return {
    isNews: (subject) => {
      const said = saidAt.get(subject);
      if (said !== undefined && now() - said < silenceMs) return false;
      if (saidAt.size >= maxSubjects) saidAt.clear();
      saidAt.set(subject, now());
      return true;
    },
    end: (subject) => saidAt.delete(subject),
  };
}
