import { projectConfig } from './applications.ts';
import { endWithSentence } from './end-with-sentence.ts';
import { readArguments } from './headless/arguments.ts';
import { play } from './headless/drive.ts';
import { playGameDay } from './headless/game-day.ts';
import { measure } from './headless/measure.ts';
import { judged, toTable } from './headless/table.ts';
import { startLab } from './lab.ts';

const config = await projectConfig().catch(endWithSentence);
const { plan, scenario, gameDay, json, lab: options } = readArguments(process.argv.slice(2), Object.keys(config.applications));
const lab = await startLab({ ...options, config });
try {
  const stories = gameDay ? await playGameDay(lab, console.log) : await play(lab, { plan, scenario }, console.log);
  for (const story of stories) {
    const report = await measure(scenario, story);
    const rows = judged(report, story.view?.closed?.summary ?? null, story.world.application);
    console.log(`\n${toTable(report, rows)}\n`);
    if (json) console.log(JSON.stringify(report));
    if (rows.some(({ met }) => !met)) process.exitCode = 1;
  }
} finally {
  await lab.stop();
}
