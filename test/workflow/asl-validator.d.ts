declare module 'asl-validator' {
  /** Validates a definition against Amazon States Language. */
  export default function validate(definition: object): {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  };
}
