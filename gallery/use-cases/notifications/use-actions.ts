import { useState } from 'react';
import type { Person } from './notices.ts';
import { signIn } from './sign-in.ts';
import { post } from '../../site/parts/post.ts';

/** Sends what the person does to the server; resolves with whether it was taken. */
export type Act = (path: string, body: object, done?: string) => Promise<boolean>;

/** What came of the last thing that a person did. */
export interface Outcome {
  readonly text: string;
  readonly isRefusal: boolean;
}

export function useActions(name: Person): { readonly act: Act; readonly outcome: Outcome | undefined } {
  const [outcome, setOutcome] = useState<Outcome>();
  return {
    outcome,
    async act(path, body, done = '') {
      setOutcome(undefined);
      try {
        await post(`/api/notifications/${path}`, body, () => signIn(name));
        setOutcome({ text: done, isRefusal: false });
        return true;
      } catch (error) {
        setOutcome({ text: (error as Error).message, isRefusal: true });
        return false;
      }
    },
  };
}
