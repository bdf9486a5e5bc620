/** What cannot work says so in a sentence: what, where, what to do; and leaves nothing half-written behind. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { badScans, scanWithoutDarks, writeBadScans } from '../../../kernel-runtime/fixtures/bad-scans.mjs';
import { demoScan } from '../../../scripts/setup/paths.mjs';
import { ctTab } from '../harness/ct-tab.mjs';
import { kernelProcess, shutDownKernel } from '../harness/kernel-death.mjs';
import { closeTabs } from '../harness/lab.mjs';
import { newNotebook, outputsOf, startCell } from '../harness/notebook.mjs';
import { eventually, keepScreenshot } from '../harness/pictures.mjs';
import { setTheme } from '../harness/theme.mjs';

/** Folder of the file browser in which everything happens. */
const room = 'bad-input';

/** @param {() => import('../harness/lab.mjs').Lab} lab */
export function badInputSuite(lab) {
  const tab = () => ctTab(lab().page);
  const folder = () => join(lab().folder, room);
  let atFirst;

  before(async () => {
    mkdirSync(folder());
    await writeBadScans(folder());
    copyFileSync(join(lab().folder, demoScan), join(folder(), 'good.h5'));
    atFirst = filesIn(folder());
    await closeTabs(lab().page);
  });

  for (const { name, refusedAt, sentence, action } of badScans) {
    test(`the CT tab says what is wrong with ${name}`, { timeout: 120_000 }, async () => {
      const { page } = lab();
      await openDocument(page, name);
      if (refusedAt === 'reconstruct') {
        await tab().runText.waitFor();
        await tab().goTo('centre');
        await tab().typeAxis(15);
        await tab().row.fill('4');
        await saysSentence(tab().slice.locator('[data-testid="view-error"]'), sentence, action);
        await tab().reconstruct.click();
        await saysSentence(tab().runError, sentence, action);
        await saysSentence(tab().runText, /^Failed$/);
      } else await saysSentence(tab().openError, sentence, action);
      await keepScreenshot(page, `bad-${name.replace('.h5', '')}`);
      assert.deepEqual(filesIn(folder()), atFirst);
      await closeFront(page);
    });
  }

  test('a scan without dark fields opens, and says what is assumed', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await openDocument(page, scanWithoutDarks);
    await tab().picture();
    await tab().goTo('data');
    await saysSentence(page.locator('.daisy-Warning:visible'), /no dark fields/);
    await closeFront(page);
  });

  test('a scan whose file goes away says so, and is opened again with its axis', { timeout: 120_000 }, async () => {
    const { page } = lab();
    const [file, away] = ['gone.h5', 'away.h5'].map(name => join(folder(), name));
    copyFileSync(join(folder(), 'good.h5'), file);
    await openDocument(page, 'gone.h5');
    await tab().picture();
    await tab().goTo('centre');
    await tab().typeAxis(130.25);
    renameSync(file, away);
    await tab().row.fill('4');
    const changed = page.locator('[data-testid="ct-changed"]:visible');
    await saysSentence(changed, /gone\.h5 is gone or has changed/);
    await keepScreenshot(page, 'bad-file-gone');
    renameSync(away, file);
    await changed.locator('[data-testid="ct-open-again"]').click();
    await changed.waitFor({ state: 'detached' });
    await tab().picture();
    assert.equal(await tab().axisPx(), 130.25);
    rmSync(file);
    await closeFront(page);
  });

  test('a folder that takes no files is refused before anything is computed', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await openDocument(page, 'good.h5');
    await tab().picture();
    await tab().goTo('run');
    await tab().out.fill(`${room}/text.h5/volume.h5`);
    await tab().reconstruct.click();
    await saysSentence(
      tab().runError,
      /volume\.h5 cannot be written into .*text\.h5: it is not a folder\./,
      /Choose a/,
    );
    await keepScreenshot(page, 'bad-folder-light');
    await setTheme(page, 'JupyterLab Dark');
    await keepScreenshot(page, 'bad-folder-dark');
    await setTheme(page, 'JupyterLab Light');
    assert.deepEqual(filesIn(folder()), atFirst);
  });

  test(
    'a kernel that is killed while it writes leaves no file of that name, and the app goes on',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      await tab().takeLong(true);
      await tab().goTo('run');
      await tab().out.fill(`${room}/killed.h5`);
      const pid = await kernelProcess(page);
      await tab().reconstruct.click();
      await eventually(() => filesIn(folder()), holdsPartOf('killed.h5'), 'the file is begun');
      await tab().cancel.waitFor();
      process.kill(pid, 'SIGKILL');
      // The server starts a killed kernel anew after some seconds; meanwhile the pictures stay.
      await saysSentence(
        tab().runError,
        /The kernel stopped before killed\.h5 was complete\. No file of that name was written\./,
        /Press Reconstruct again/,
      ).finally(() => keepScreenshot(page, 'bad-kernel-killed'));
      await tab().picture('ct-recipe');
      assert.ok(!filesIn(folder()).includes('killed.h5'));
      await tab().kernelBanner.waitFor({ state: 'hidden', timeout: 60_000 });
      await tab().picture('ct-recipe');
      await tab().takeLong(false);
      await tab().goTo('run');
      await tab().reconstruct.click();
      await tab().openResult.waitFor({ timeout: 60_000 });
      assert.ok(filesIn(folder()).includes('killed.h5'));
    },
  );

  test(
    'a kernel that was shut down is restarted by a button, with everything still on the screen',
    { timeout: 120_000 },
    async () => {
      const { page } = lab();
      await shutDownKernel(page);
      await saysSentence(tab().kernelBanner, /The kernel has stopped\. Your settings are kept; restart it to go on\./);
      await tab().picture('ct-recipe');
      await keepScreenshot(page, 'bad-kernel-stopped-light');
      await setTheme(page, 'JupyterLab Dark');
      await keepScreenshot(page, 'bad-kernel-stopped-dark');
      await setTheme(page, 'JupyterLab Light');
      await tab().kernelBanner.getByRole('button', { name: 'Restart kernel' }).click();
      await tab().kernelBanner.waitFor({ state: 'hidden', timeout: 60_000 });
      await tab().openResult.click();
      await tab().picture('ct-result');
      await closeFront(page);
    },
  );

  test('a cancelled run says so and leaves no file, whole or in part', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await openDocument(page, 'good.h5');
    await tab().picture();
    await tab().takeLong(true);
    await tab().goTo('run');
    await tab().out.fill(`${room}/cancelled.h5`);
    const before = filesIn(folder());
    await tab().reconstruct.click();
    await tab().cancel.click();
    await saysSentence(tab().runText, /^Cancelled\. Nothing was written\.$/);
    assert.deepEqual(filesIn(folder()), before);
    await closeFront(page);
  });

  test('a cell shows the sentence before anything else', { timeout: 120_000 }, async () => {
    const { page } = lab();
    await newNotebook(page);
    for (const { name, sentence, action } of badScans) {
      await startCell(page, cellFor(`${room}/${name}`));
      const shown = outputsOf(page).filter({ hasText: sentence }).last();
      await shown.waitFor({ timeout: 60_000 });
      const [first, ...rest] = (await shown.innerText()).trim().split('\n');
      assert.match(first, sentence);
      assert.match([first, ...rest].join(' '), action);
      assert.doesNotMatch(first, /^\s*at /);
    }
    await keepScreenshot(page, 'bad-cell');
    assert.deepEqual(
      filesIn(folder()).filter(name => name !== 'killed.h5' && !name.endsWith('.partial')),
      atFirst,
    );
  });
}

const cellFor =
  scan => `import { ct as ct0, Engine as Engine0, openScan as open0, saveVolume as save0 } from '@daisy-lab/runtime';
{
  const input = { scan: await open0('${scan}') };
  await save0('${room}/cell.h5', await Engine0.local().run(ct0.full, input, { params: { axisPx: 15 } }));
}`;

/** Names in a folder, hidden ones too, but for the folder that the server makes when it is asked for checkpoints. */
const filesIn = folder => readdirSync(folder).filter(name => name !== '.ipynb_checkpoints');

/** Whether a file is among them under the name that it has while it is written. */
const holdsPartOf = name => files => files.some(file => file.startsWith(`.${name}.`));

/** A place of the page holds a sentence, not a stack trace. */
async function saysSentence(place, sentence, action) {
  const text = await eventually(
    async () => ((await place.count()) ? (await place.first().innerText()).trim() : ''),
    shown => sentence.test(shown),
    `the sentence ${sentence}`,
  );
  if (action) assert.match(text, action);
  assert.doesNotMatch(text, /\n\s*at |Error:/);
}

/** Opens a scan as "Open With > CT reconstruction" does. */
const openDocument = (page, name) =>
  page.evaluate(
    path =>
      window.jupyterapp.commands
        .execute('docmanager:open', { path, factory: 'CT reconstruction' })
        .then(() => undefined),
    `${room}/${name}`,
  );

const closeFront = page => page.evaluate(() => window.jupyterapp.shell.currentWidget?.dispose());
