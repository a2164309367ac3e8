import { readFile, writeFile } from 'node:fs/promises';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { parseConfig } from '../orchestrator/config.ts';
import { addStacks } from './control-plane-app.ts';
import { diagramPage } from './diagram-page.ts';

const config = parseConfig(await readFile('dr.yml', 'utf8'));
const app = new App({ analyticsReporting: false });
addStacks(app, config, () => Code.fromInline('exports.handler = async () => null;'));
const { path, text } = diagramPage(app.synth().stacks, config);
await writeFile(path, text);
console.log(path);
