import { standForElection } from './election.ts';

// The script of the shared worker, whose name says which connection it stands for. A worker of your own
// (`share: { worker: url }`) imports it: `import 'spillway/client/shared-worker'`.
standForElection(self.name, false);
