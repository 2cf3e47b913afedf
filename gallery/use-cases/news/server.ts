import type { UseCase } from '../../server/gallery.ts';

export const news: UseCase = {
  name: 'news',
  readable: [],
  publishable: [],
  open() {},
};
