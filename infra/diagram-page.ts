import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import type { Config } from '../orchestrator/config.ts';
import { toArchitecture } from './diagram.ts';

/** The generated page with the diagram of the stacks: its path from the root and what has to be in it. */
export const diagramPage = (
  stacks: readonly CloudFormationStackArtifact[],
  config: Pick<Config, 'regions'>,
): { readonly path: string; readonly text: string } => ({
  path: 'docs/architecture.md',
  text: `# What is deployed

Generated from the synthesized stacks of \`dr.yml\` by \`npm run render\`. Stacks are numbered in the order of their deployment. An arrow
leads from a stack to the one that makes what it names.

\`\`\`mermaid
${toArchitecture(stacks, config)}\`\`\`
`,
});
