import type { Contents } from '@jupyterlab/services';

/** Where the tour lies in the server's working folder. */
export const tourPath = 'tour.ipynb';

/** The tour as it ships with Daisy; fetched only when the working folder lacks it. */
async function shippedTour(): Promise<unknown> {
  const reply = await fetch(new URL('../../../binder/notebooks/tour.ipynb', import.meta.url));
  if (!reply.ok) throw new Error(`${reply.status} ${reply.statusText}`);
  return reply.json();
}

/** Path of the tour notebook in the working folder; puts the shipped one there when it is missing. A changed tour is kept. */
export async function ensureTour(contents: Contents.IManager): Promise<string> {
  const folder = await contents.get('', { type: 'directory', content: true });
  const found = (folder.content as readonly Contents.IModel[]).some(({ path }) => path === tourPath);
  if (!found) {
    const content = await shippedTour();
    await contents.save(tourPath, { type: 'notebook', format: 'json', content });
  }
  return tourPath;
}
