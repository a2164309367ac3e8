import { answerParent } from '../process/parent.ts';
import { startRecords } from './start.ts';

answerParent({ start: async (): Promise<string> => (await startRecords()).url });
