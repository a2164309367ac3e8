import { endWithSentence } from './end-with-sentence.ts';
import { readArguments } from './headless/arguments.ts';
import { play } from './headless/drive.ts';
import { measure } from './headless/measure.ts';
import { judged, toTable } from './headless/table.ts';
import { startLab } from './lab.ts';

const { plan, scenario, json, world } = readArguments(process.argv.slice(2));
const lab = await startLab(world).catch(endWithSentence);
try {
  const story = await play(lab, { plan, scenario }, console.log);
  const report = await measure(lab, { plan, scenario }, story);
  const rows = judged(report, story.view?.closed?.summary ?? null, lab.world.application);
  console.log(`\n${toTable(report, rows)}\n`);
  if (json) console.log(JSON.stringify(report));
  if (rows.some(({ met }) => !met)) process.exitCode = 1;
} finally {
  await lab.stop();
}
