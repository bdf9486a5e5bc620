import { expect, test } from '@jest/globals';
import type { Contents } from '@jupyterlab/services';
import { DiskFollower, type FollowedDocument } from '../lib/documents/follow-disk.js';

/** A document as JupyterLab holds it, and the file on the server. */
function world({ hash = true } = {}) {
  const facts = (version: number) => ({
    last_modified: `2026-11-22T08:00:0${version}Z`,
    ...(hash ? { hash: `hash ${version}` } : {}),
  });
  const file = { version: 1, asked: 0, isGone: false };
  const shown = { version: 1, dirty: false, collaborative: false };
  const document = {
    path: 'my.daisy',
    isReady: true,
    isDisposed: false,
    model: shown,
    get contentsModel() {
      return facts(shown.version);
    },
    revert: async () => void Object.assign(shown, { version: file.version, dirty: true }),
  } as unknown as FollowedDocument;
  const contents = {
    get: async () => {
      file.asked++;
      if (file.isGone) throw new Error('404');
      return facts(file.version);
    },
  } as unknown as Pick<Contents.IManager, 'get'>;
  return { file, shown, document, follower: new DiskFollower(contents) };
}

test.each([{ hash: true }, { hash: false }])(
  'a document that nobody has edited here follows its file: %o',
  async how => {
    const { file, shown, document, follower } = world(how);
    await follower.look(document);
    expect(shown.version).toBe(1);
    file.version = 2;
    await follower.look(document);
    expect(shown.version).toBe(2);
  },
);

test('edits stay, whatever is written into the file', async () => {
  const { file, shown, document, follower } = world();
  file.version = 2;
  shown.dirty = true;
  await follower.look(document);
  // an edit that is made while the server answers
  shown.dirty = false;
  const looking = follower.look(document);
  shown.dirty = true;
  await looking;
  expect(shown.version).toBe(1);
});

test('a file that is gone leaves the document as it is, and one that is shared is left to the server', async () => {
  const { file, shown, document, follower } = world();
  file.isGone = true;
  await follower.look(document);
  Object.assign(file, { isGone: false, version: 2 });
  shown.collaborative = true;
  await follower.look(document);
  expect([shown.version, file.asked]).toEqual([1, 1]);
});

test('the server is asked once at a time', async () => {
  const { file, document, follower } = world();
  await Promise.all([follower.look(document), follower.look(document)]);
  expect(file.asked).toBe(1);
});
