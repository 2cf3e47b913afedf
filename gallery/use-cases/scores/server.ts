import type { UseCase } from '../../server/gallery.ts';

export const scores: UseCase = {
  name: 'scores',
  readable: [],
  publishable: [],
  open() {},
};
