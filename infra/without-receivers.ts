import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);
const NAMESPACE = 'without-receivers';

/**
 * Bundles Bolt's App alone. Our front receives Slack's requests, so that Bolt's receivers, and with them Express, OAuth and
 * Socket Mode, would only be loaded and never used; one that is made nevertheless says so.
 */
export const withoutReceivers: Plugin = {
  name: NAMESPACE,
  setup(build) {
    const dist = dirname(require.resolve('@slack/bolt'));
    build.onResolve({ filter: /^@slack\/bolt$/ }, () => ({ path: 'bolt', namespace: NAMESPACE }));
    build.onResolve({ filter: /\/receivers\/(HTTP|SocketMode|Express|AwsLambda)Receiver$/ }, () => ({
      path: 'receiver',
      namespace: NAMESPACE,
    }));
    build.onLoad({ filter: /^bolt$/, namespace: NAMESPACE }, () => ({
      contents: `exports.App = require(${JSON.stringify(join(dist, 'App.js'))}).default;`,
      resolveDir: dist,
    }));
    build.onLoad({ filter: /^receiver$/, namespace: NAMESPACE }, () => ({
      contents: `exports.default = class { constructor() { throw new Error('This bundle has none of the receivers of Bolt.'); } };`,
    }));
  },
};
