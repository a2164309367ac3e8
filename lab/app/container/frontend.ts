import { frontend } from '../frontend.ts';
import { FrontendEnvironment, read } from './environment.ts';
import { serve } from './serve.ts';

const environment = read(FrontendEnvironment);
void serve(environment, frontend({ region: environment.AWS_REGION, application: environment.APPLICATION }));
