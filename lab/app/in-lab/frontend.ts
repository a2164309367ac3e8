import { listen } from '../../network/listener.ts';
import { answerParent } from '../../process/parent.ts';
import { frontend } from '../frontend.ts';
import type { ServiceOptions } from './options.ts';

answerParent({ start: async (options: ServiceOptions) => (await listen(0, frontend(options))).port });
