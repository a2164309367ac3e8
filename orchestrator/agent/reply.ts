import { z } from 'zod';

/** How an agent's function replies: an answer, or one of our errors as a value, because an error's name may be lost on the way. */
export const AgentReply = z.union([
  z.object({ answer: z.unknown() }),
  z.object({ error: z.enum(['Refused', 'Unavailable']), message: z.string() }),
]);
export type AgentReply = z.infer<typeof AgentReply>;
