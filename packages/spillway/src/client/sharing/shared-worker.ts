import { standForElection } from './election.ts';

// The name of a shared worker says which connection it stands for.
standForElection(self.name, false);
