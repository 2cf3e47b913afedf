import type { UseCase } from '../../server/gallery.ts';

export const chat: UseCase = {
  name: 'chat',
  readable: [],
  publishable: [],
  open() {},
};
