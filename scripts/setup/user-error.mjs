/** A reason to stop that the user can do something about: one sentence, shown without a stack trace; the program ends with code 2. */
export class UserError extends Error {
  /**
   * @param {string} message one sentence: what is wrong and what to do
   * @param {{ cause?: unknown }} [options]
   */
  constructor(message, options) {
    super(message, options);
    this.name = 'UserError';
  }
}

/** Prints what stopped the program and sets its exit code: 2 for what the user can repair, 1 for a fault of ours. */
export function reportFailure(error) {
  if (error instanceof UserError) {
    console.error(`\n${error.message}`);
    return 2;
  }
  console.error(error);
  return 1;
}
