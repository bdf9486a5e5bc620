export const usage = `daisy: analyses of synchrotron data

  daisy list                         algorithms and workflows
  daisy describe <id>                inputs, parameters and outputs of one
  daisy run <id> --<input> FILE ... --out FILE [--<parameter> VALUE ...]
      --out FILE                     file for the main output; --out.<name> FILE for another one
      --overwrite                    replace existing files
      --quiet                        no progress
      --json                         the record of the run on standard output
  daisy verify <id>                  run every body of an algorithm on sample data and compare; 1 when one disagrees
  daisy info                         what this machine offers: cores, memory, GPUs, Python, tensors
  daisy demo <folder>                write a simulated CT scan to try things on
  daisy --help | --version           --verbose shows the origin of an error

Exit codes: 0 done, 1 failed, 2 bad input, 130 cancelled.
`;
