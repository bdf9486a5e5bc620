/** Imported first, in syntax that every Node reads: says in one sentence that Node is too old, before newer syntax fails. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    'Node ' +
      process.versions.node +
      ' is too old: install Node 20.19 or newer (https://nodejs.org), then start again.',
  );
  process.exit(2);
}
