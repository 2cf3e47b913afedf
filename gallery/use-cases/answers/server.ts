import type { UseCase } from '../../server/gallery.ts';

export const answers: UseCase = {
  name: 'answers',
  readable: [],
  publishable: [],
  open() {},
};
