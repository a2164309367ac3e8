import { endWithSentence } from './end-with-sentence.ts';
import { startLab } from './lab.ts';
import { startPage } from './page/page.ts';

const lab = await startLab().catch(endWithSentence);
const page = await startPage({
  slack: lab.slack,
  lab,
  domain: lab.world.application.domain,
  port: Number(process.env.PORT ?? 0),
});
const { primary } = lab.world.config.regions;

console.log(`
  The lab runs: two Regions, real PostgreSQL, ${lab.world.users.count} users, and a Slack of its own.

    ${page.url}

  Try this first:
    1. On the right, kill ${primary}: the users' writes turn red.
    2. On the left, as Rosa, type:  /dr failover ${lab.world.application.id} ${primary} is down
    3. Switch to Amir, press Review on the card in #dr-approvals, and type ${lab.world.application.id}.
       Then watch the users come back.

  Ctrl-C stops everything and leaves nothing behind.
`);
