import { ct, image } from '@daisy-lab/techniques';
import { pythonBody } from './python-body.js';

// Starting Python and moving the arrays costs more than it saves here: these bodies are for comparison, unless the user pins them.
const cost = 1000;

ct.normalize.implement(
  'numpy',
  pythonBody(ct.normalize, {
    package: 'numpy',
    cost,
    tolerance: 1e-6,
    code: `
import numpy as np
def run(inputs, params):
    average = np.median if params['average'] == 'median' else np.mean
    flat = average(np.asarray(inputs['flats'], dtype=np.float64), axis=0)
    dark = average(np.asarray(inputs['darks'], dtype=np.float64), axis=0) if 'darks' in inputs else np.zeros_like(flat)
    span = flat - dark
    live = span > 0
    span[~live] = 1
    transmission = (np.asarray(inputs['proj'], dtype=np.float64) - dark) / span
    if np.isnan(transmission[:, live]).any():
        raise ValueError('the projections hold values that are missing (NaN)')
    transmission[:, ~live] = 1
    clipped = np.maximum(transmission, params['clipBelow']).astype(np.float32)
    return {'transmission': clipped, 'deadPixels': int(np.count_nonzero(~live))}
`,
  }),
);

image.gaussianFilter.implement(
  'scipy',
  pythonBody(image.gaussianFilter, {
    package: 'scipy',
    cost,
    tolerance: 1e-6,
    code: `
import numpy as np
from scipy.ndimage import gaussian_filter
def run(inputs, params):
    sigma = params['sigmaPx']
    images = np.asarray(inputs['images'], dtype=np.float64)
    return {'smooth': gaussian_filter(images, (0, sigma, sigma), mode='reflect', truncate=4.0).astype(np.float32)}
`,
  }),
);
