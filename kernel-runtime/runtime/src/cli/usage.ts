export const usage = `daisy: analyses of synchrotron data

  daisy list                         algorithms and workflows
  daisy describe <id> [--markdown | --schema]   inputs, parameters and outputs of one; as a page; as JSON Schema
  daisy run <id> --<input> FILE ... --out FILE [--<parameter> VALUE ...]
      --out FILE                     file for the main output; --out.<name> FILE for another one
      --overwrite                    replace existing files
      --quiet                        no progress
      --json                         the record of the run on standard output
  daisy batch <id> FILE ... --out PATTERN [--<parameter> VALUE ...]   one after the other; a file that fails does not stop the others
      --out 'results/{name}-{output}.h5'   a file for each output: {name} of the input file, {index}, {output}
      --existing refuse|replace|keep what becomes of results that are there; keep goes on with a batch that was stopped
      --input NAME                   the input that takes the files; the first one by default
      --table FILE.csv               state, time, outputs and results of every file
      --quiet  --json                no lines; the table as JSON on standard output
  daisy propose SCAN [--out FILE.daisy]   look at a scan and say how to reconstruct it, with the reason of every choice
  daisy runs                         what was run on this machine, the newest first
  daisy run --resume <run>           go on with a run that was interrupted, cancelled or has failed
  daisy run --from VOLUME --out FILE compute a result again, or with other parameters, by what its file says about itself
  daisy doc <file.daisy>             check and describe a document; a document stands wherever an id does
      --typescript | --plan          code that builds it; what a run would do
      --migrate | --update           rewrite in the present format; take the installed versions
  daisy crate VOLUME --to FOLDER     how a result came about, as a Workflow Run RO-Crate; --copy takes the files along
  daisy verify <id>                  run every body of an algorithm on sample data and compare; 1 when one disagrees
  daisy cache list                   finished results that later runs take; where: daisy cache path
  daisy cache explain <key>          what a result was computed from
  daisy cache evict [--to BYTES]     make room, what was not used for longest first
  daisy cache remove <key> | --all   remove a result, or all that are not in use
  daisy ls FILE[::/path] [--json]    what a file or folder of any kind holds: shapes, types, chunks, filters
  daisy read FILE[::/path[sel]] --out FILE   a part of it, e.g. 'scan.h5::/exchange/data[0,:,10:20]', as .npy, .tif, .csv, .fits, ...
  daisy simulate-detector FILE[::/path] --kind simplon2|simplon1|json|directory|hdf5 [--rate N]   play images as a detector would
      --at URL|FOLDER|FILE           where streams are offered (tcp://127.0.0.1:31001), or what is written
      --frames N --lose 3,4          how many, from the beginning again where there are fewer; numbers that are left out
      --compression bslz4|lz4|none   of streams
  daisy rechunk FILE[::/path] --out FILE [--for frames|rows|cube]   a copy that is fast to read by frames, by rows or both ways
      --codec portable|fast|...      compression; that of the file by default. --chunks 64,16,512  --memory BYTES
  daisy info                         what this machine offers: cores, memory, GPUs, Python, tensors
  daisy demo <folder>                write a simulated CT scan to try things on
  daisy --help | --version           --verbose shows the origin of an error

Exit codes: 0 done, 1 failed, 2 bad input, 130 cancelled.
`;
