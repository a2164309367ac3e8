import { projectConfig } from './applications.ts';
import { endWithSentence } from './end-with-sentence.ts';
import { readArguments } from './headless/arguments.ts';
import { play } from './headless/drive.ts';
import { measure } from './headless/measure.ts';
import { judged, toTable } from './headless/table.ts';
import { startLab } from './lab.ts';

const config = await projectConfig().catch(endWithSentence);
const { plan, scenario, json, lab: options } = readArguments(process.argv.slice(2), Object.keys(config.applications));
const lab = await startLab({ ...options, config });
try {
  for (const story of await play(lab, { plan, scenario }, console.log)) {
    const report = await measure({ plan, scenario }, story);
    const rows = judged(report, story.view?.closed?.summary ?? null, story.world.application);
    console.log(`\n${toTable(report, rows)}\n`);
    if (json) console.log(JSON.stringify(report));
    if (rows.some(({ met }) => !met)) process.exitCode = 1;
  }
} finally {
  await lab.stop();
}
