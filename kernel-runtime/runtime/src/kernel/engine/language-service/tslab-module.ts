type Show = (data: Readonly<Record<string, unknown>>) => void;

/** What `import ... from 'tslab'` gives, so that notebooks written for tslab keep working: its display calls. */
export function tslabModule(show: Show): object {
  const as =
    (type: string) =>
    (data: unknown): void =>
      show({ [type]: data });
  const image =
    (type: string) =>
    (bytes: Uint8Array): void =>
      show({ [type]: Buffer.from(bytes).toString('base64') });
  const display = {
    raw: (type: string, data: unknown): void => show({ [type]: data }),
    html: as('text/html'),
    markdown: as('text/markdown'),
    text: as('text/plain'),
    javascript: as('application/javascript'),
    svg: as('image/svg+xml'),
    png: image('image/png'),
    jpeg: image('image/jpeg'),
    gif: image('image/gif'),
  };
  return { display, newDisplay: () => display };
}
