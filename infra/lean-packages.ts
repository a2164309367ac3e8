import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const SCHEMAS = /@aws-sdk\/[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/;
const SCHEMA = /^(export )?(var|const) (\w+\$?) = (\[[^;]*?\]);$/gm;

/** What zod makes JSON schemas with. */
const JSON_SCHEMA = /\/zod\/v4\/core\/(json-schema-processors|to-json-schema)\.js$/;

const NAMESPACE = 'lean-packages';

/**
 * Lets esbuild drop what a bundle does not use of large packages, where their form hides from it that nothing happens:
 * schemas of AWS operations that are never called, and all of zod beside what is named: no Lambda makes a JSON schema. Credentials come from the environment,
 * where Lambda puts them (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html): the other ways are left out.
 * ElectroDB checks its models against a schema when they are loaded: ours are constants, which every test checks; and we make
 * entities, none of its services.
 */
export const leanPackages: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'credentials',
      namespace: NAMESPACE,
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /^credentials$/, namespace: NAMESPACE }, ({ pluginData }) => ({
      contents: `import { fromEnv } from '@aws-sdk/credential-provider-env'; export const defaultProvider = () => fromEnv();`,
      resolveDir: pluginData,
    }));
    build.onResolve({ filter: /^jsonschema$/ }, () => ({ path: 'jsonschema', namespace: NAMESPACE }));
    build.onLoad({ filter: /^jsonschema$/, namespace: NAMESPACE }, () => ({
      contents: `
        exports.Validator = class { addSchema() {} validate() { return { errors: [] }; } };
        exports.Validator.prototype.customFormats = {};`,
    }));
    build.onResolve({ filter: /^\.\/src\/service$/ }, () => ({ path: 'service', namespace: NAMESPACE }));
    build.onLoad({ filter: /^service$/, namespace: NAMESPACE }, () => ({ contents: 'exports.Service = undefined;' }));
    build.onLoad({ filter: JSON_SCHEMA }, async ({ path }) => {
      const names = (await readFile(path, 'utf8')).matchAll(/^export (?:function|const) (\w+)/gm);
      return { contents: [...names].map(([, name]) => `export const ${name} = () => undefined;`).join('\n'), loader: 'js' };
    });
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replaceAll(SCHEMA, '$1$2 $3 = /* @__PURE__ */ (() => $4)();'), loader: 'js' };
    });
    build.onLoad({ filter: /\/(bot|orchestrator)\/.*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      return { contents: text.replace("import { z } from 'zod';", "import * as z from 'zod';"), loader: 'ts' };
    });
  },
};
