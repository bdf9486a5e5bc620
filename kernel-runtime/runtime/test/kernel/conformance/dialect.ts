/** The few phrases that the rules need, in the language of the kernel. */
export interface Dialect {
  print(text: string): string;
  printError(text: string): string;
  /** Gives `name` a whole number. */
  assign(name: string, value: number): string;
  fail(message: string): string;
  sleep(milliseconds: number): string;
  readonly spin: string;
  show(text: string, id: string): string;
  update(text: string, id: string): string;
  readonly clear: string;
  /** Prints what the user answers, between brackets. */
  ask(prompt: string): string;
  askSecretly(prompt: string): string;
  /** Name of the error of an interrupted cell. */
  readonly interrupted: string;
}

const typescript: Dialect = {
  print: text => `console.log(${JSON.stringify(text)})`,
  printError: text => `console.error(${JSON.stringify(text)})`,
  assign: (name, value) => `const ${name} = ${value}`,
  fail: message => `throw new RangeError(${JSON.stringify(message)})`,
  sleep: milliseconds => `await new Promise(done => setTimeout(done, ${milliseconds}))`,
  spin: 'while (true) {}',
  show: (text, id) => `display(${JSON.stringify(text)}, { id: ${JSON.stringify(id)} }); undefined`,
  update: (text, id) => `display.update(${JSON.stringify(id)}, ${JSON.stringify(text)})`,
  clear: 'display.clear({ wait: true })',
  ask: prompt => `console.log('[' + (await input(${JSON.stringify(prompt)})) + ']')`,
  askSecretly: prompt => `console.log('[' + (await password(${JSON.stringify(prompt)})) + ']')`,
  interrupted: 'KeyboardInterrupt',
};

const python: Dialect = {
  print: text => `print(${JSON.stringify(text)})`,
  printError: text => `import sys; print(${JSON.stringify(text)}, file=sys.stderr)`,
  assign: (name, value) => `${name} = ${value}`,
  fail: message => `raise ValueError(${JSON.stringify(message)})`,
  sleep: milliseconds => `import time; time.sleep(${milliseconds / 1000})`,
  spin: 'while True: pass',
  show: (text, id) =>
    `from IPython.display import display; _ = display(${JSON.stringify(text)}, display_id=${JSON.stringify(id)})`,
  update: (text, id) =>
    `from IPython.display import update_display; update_display(${JSON.stringify(text)}, display_id=${JSON.stringify(id)})`,
  clear: 'from IPython.display import clear_output; clear_output(wait=True)',
  ask: prompt => `print('[' + input(${JSON.stringify(prompt)}) + ']')`,
  askSecretly: prompt => `import getpass; print('[' + getpass.getpass(${JSON.stringify(prompt)}) + ']')`,
  interrupted: 'KeyboardInterrupt',
};

/** @throws Error for a language that the suite does not speak. */
export function dialectOf(language: string): Dialect {
  const known: Record<string, Dialect> = { typescript, python };
  const dialect = known[language];
  if (!dialect) throw new Error(`The suite does not speak ${language}: add it to dialect.ts.`);
  return dialect;
}
