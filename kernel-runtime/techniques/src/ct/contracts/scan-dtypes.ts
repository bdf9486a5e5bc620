/** The dtypes of `ScanDtype`, in the notation of ports. */
export const scanDtypes = 'uint8|int8|uint16|int16|uint32|int32|float32|float64';
