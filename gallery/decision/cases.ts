import { type Answers, usualAnswers } from './questions.ts';

/** Something that people build, and how it answers the questions. */
export interface Case {
  readonly title: string;
  readonly answers: Answers;
}

function answered(title: string, answers: Partial<Answers>): Case {
  return { title, answers: { ...usualAnswers, ...answers } };
}

export const cases: readonly Case[] = [
  answered('Notifications', { rate: 'rare', tabs: 'many' }),
  answered('A dashboard', { loss: 'newest' }),
  answered('Stock prices', { loss: 'newest', rate: 'flood' }),
  answered('Sports scores', { loss: 'newest', rate: 'rare' }),
  answered('A news feed', { rate: 'rare' }),
  answered('Progress of a job', {}),
  answered("An AI's answer, token by token", { direction: 'replies' }),
  answered('Chat without typing indicators', { direction: 'replies' }),
  answered('Chat with typing indicators', { direction: 'both' }),
  answered('A collaborative editor', { direction: 'both', latency: 'frame' }),
  answered('A multiplayer game', { direction: 'both', latency: 'frame', loss: 'newest' }),
  answered('A fast multiplayer game', { direction: 'both', latency: 'frame', loss: 'late', binary: 'pieces' }),
  answered('Voice and video calls', { direction: 'calls', latency: 'frame', loss: 'late', binary: 'flow' }),
  answered('Pictures of a camera, one a minute', { binary: 'files', loss: 'newest' }),
  answered('Raw samples of a sensor', { binary: 'flow', rate: 'flood' }),
  answered('The weather', { latency: 'minute', loss: 'newest', rate: 'rare' }),
  answered('Reminders on a closed phone', { reach: 'closed', rate: 'rare' }),
];
