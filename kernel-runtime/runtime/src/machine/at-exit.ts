const works = new Set<() => void>();
let listening = false;

/** Does some work when the process ends; call the result to leave it. One listener for all, however many there are. */
export function atExit(work: () => void): () => void {
  if (!listening) process.once('exit', () => works.forEach(other => other()));
  listening = true;
  works.add(work);
  return () => works.delete(work);
}
