import { describe, test } from 'vitest';
import { testDurableLog, testEventLog, testLatestReader } from 'spillway/testing';
import { openTemporaryLog } from './temporary-log.ts';

testEventLog('sqlite', openTemporaryLog, { describe, test });
testDurableLog('sqlite', openTemporaryLog, { describe, test });
testLatestReader('sqlite', openTemporaryLog, { describe, test });
