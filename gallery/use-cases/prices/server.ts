import type { UseCase } from '../../server/gallery.ts';

export const prices: UseCase = {
  name: 'prices',
  readable: [],
  publishable: [],
  open() {},
};
