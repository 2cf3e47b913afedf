import type { UseCase } from '../server/gallery.ts';

export const comparison: UseCase = {
  name: 'comparison',
  readable: [],
  publishable: [],
  open() {},
};
