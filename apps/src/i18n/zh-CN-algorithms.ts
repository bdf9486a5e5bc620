/** Simplified Chinese titles and explanations of the algorithms, as their contracts have them in English. */
export const algorithmTexts: Readonly<Record<string, string>> = {
  // Converters
  'Convert a number': '转换数值',
  'Gives a number in another unit: lengths, energies, angles and times, each among themselves.':
    '以另一单位给出数值：长度、能量、角度和时间，各自之间转换。',
  From: '从',
  To: '到',
  'Convert an array': '转换数组',
  'Gives an array with other axes (reordered or renamed), in another unit, or of another type of numbers.':
    '以其他轴（重排或改名）、其他单位或其他数值类型给出数组。',
  'Read an array': '读取数组',
  Dataset: '数据集',
  'Reads one dataset of a file (HDF5, TIFF, npy, Zarr, ...) as an array, with names of axes and a unit.':
    '从文件（HDF5、TIFF、npy、Zarr 等）读取一个数据集作为数组，并给出轴名和单位。',
  'From unit': '原单位',
  'To unit': '目标单位',
  Numbers: '数值类型',
  'Names from slowest to fastest, with commas; empty: as they are.': '轴名从最慢到最快，以逗号分隔；留空则保持不变。',
  'Unit of the values; by default the one that they carry.': '数值的单位；默认为其自带的单位。',
  'Unit of the result.': '结果的单位。',
  'Type of the numbers. Integers are rounded; a value that does not fit ends the step.':
    '数值类型。整数会四舍五入；超出范围的值使该步骤终止。',
  'Unit of the number.': '该数值的单位。',
  'Its path in the file; empty: the one that is to be shown, or the only one.':
    '文件中的路径；留空则取应显示的或唯一的数据集。',
  'Names from slowest to fastest, with commas; empty: as the file names them.':
    '轴名从最慢到最快，以逗号分隔；留空则按文件中的名称。',
  'Unit of the values; empty: as the file says.': '数值的单位；留空则以文件为准。',

  // From a scan to its volume
  'From a parallel-beam scan to slices of attenuation per pixel. The rotation axis is found unless it is given.':
    '从平行束扫描得到每像素衰减的切片。未给定转轴时自动寻找。',
  Method: '方法',
  'vo: symmetry of the sinogram. correlation: opposite views, fast. entropy, negativity: the best of many slices. overlap: 360 degrees with the axis near the edge.':
    'vo：正弦图的对称性。correlation：对向投影，速度快。entropy、negativity：多张切片中取最好的一张。overlap：转轴靠近边缘的 360 度扫描。',
  'Reads projections, flat fields, dark fields and angles, for all detector rows or a band of them.':
    '读取投影、平场、暗场和角度，可为全部探测器行或其中一段。',
  'Divides by the beam: (projection - dark) / (flat - dark). Dead pixels (flat <= dark) become 1 and are counted.':
    '除以光束：(投影 - 暗场) / (平场 - 暗场)。坏像素（平场 ≤ 暗场）取 1 并计数。',
  'Smallest transmission': '最小透射率',
  'Lower values are raised to this one, so that the logarithm exists.': '低于此值的提升到此值，以便取对数。',
  'Turns transmission into line integrals of the attenuation: -ln(transmission).':
    '将透射率转换为衰减的线积分：-ln(透射率)。',
  'Flat-field correction and logarithm': '平场校正并取对数',
  'Line integrals from counts in one pass: -ln((projection - dark) / (flat - dark)). Dead pixels become 0.':
    '由计数一步得到线积分：-ln((投影 - 暗场) / (平场 - 暗场))。坏像素取 0。',

  // Axis and geometry
  'Finds the detector column of the rotation axis from one row, or passes on the one given.':
    '由一行求转轴所在的探测器列，或直接采用给定值。',
  'Search range': '搜索范围',
  'How far from the middle of the detector to look; empty: a fifth of its width.':
    '距探测器中心多远以内搜索；留空：宽度的五分之一。',
  'Row to look at, counted within the data; empty: the middle.': '所看的行，在数据内计数；留空：中间行。',
  'Rotation axis of a scan': '扫描的转轴',
  'Finds the rotation axis from one row of the scan, or from several joined by a line (which tells the tilt).':
    '由扫描的一行求转轴，或由多行连成直线（可得倾角）。',
  'Rows to fit': '拟合行数',
  '1: the middle row. More: rows spread over the scan and a line through their axes, which tells the tilt.':
    '1：中间行。更多：分布于整个扫描的若干行，用直线拟合其转轴，得到倾角。',
  'Fill dead columns': '填补坏列',
  'Takes dead and fluctuating columns of a full turn from the opposite views, and bridges those that no view has seen.':
    '用对向投影填补整圈扫描中的坏列和波动列；没有任何投影看到的列由相邻列内插。',
  Roughness: '粗糙度',
  'Columns rougher than those around them by this factor are filled; edges of the sample give three.':
    '比周围列粗糙此倍数以上的列被填补；样品边缘约为三倍。',
  'Stitch a full turn': '拼接整圈',
  'Half acquisition: joins opposite views of a 360-degree scan to wide projections over 180 degrees.':
    '半采集：将 360 度扫描的对向投影拼接为 180 度的宽投影。',
  Overlap: '重叠',
  'blend: from one view to the other; nearer: the view whose column is farther from its edge.':
    'blend：从一个视图渐变到另一个；nearer：取距边缘较远的一列所在的视图。',
  'Correct the tilt': '校正倾斜',
  'Turns projections by the lean of the rotation axis, as found by ct.findAxis from several rows.':
    '按转轴的倾角旋转投影；倾角由 ct.findAxis 从多行求得。',
  'Smallest tilt': '最小倾角',
  'Smaller tilts are left alone.': '更小的倾角不处理。',
  'Align projections': '对齐投影',
  'Removes jitter of the sample: finds a shift for each projection and moves it back. The shifts are an output.':
    '消除样品抖动：求每幅投影的位移并移回。位移作为输出给出。',
  Rounds: '轮数',
  'Largest shift': '最大位移',

  // Reconstruction
  'Filtered backprojection of line integrals to attenuation per pixel, exact to the quality chosen.':
    '将线积分滤波反投影为每像素衰减，精度由所选质量决定。',
  Cutoff: '截止',
  'Where the filter ends, as a fraction of the highest frequency of the detector; lower is smoother.':
    '滤波器的终点，为探测器最高频率的比例；越低越平滑。',
  'Beyond the detector': '探测器之外',
  Spots: '亮斑',
  'zero: the whole sample was in view. edge: the sample is wider than the detector.':
    'zero：样品全部在视野内。edge：样品比探测器宽。',
  'Region left': '区域左边',
  'First column of the part to reconstruct; empty: 0.': '重建区域的第一列；留空：0。',
  'Region top': '区域上边',
  'First row of the part to reconstruct; empty: 0.': '重建区域的第一行；留空：0。',
  'Region width': '区域宽度',
  'Columns of the part to reconstruct; empty: to the right end.': '重建区域的列数；留空：到右端。',
  'Region height': '区域高度',
  'Rows of the part to reconstruct; empty: to the lower end.': '重建区域的行数；留空：到下端。',
  'Reconstruct by iterations': '迭代重建',
  'SIRT, CGLS or total variation: for few angles, a missing wedge or much noise. Slower than the Fourier method.':
    'SIRT、CGLS 或全变差：适用于角度少、缺角或噪声大的情形。比傅里叶方法慢。',
  'cgls: fast least squares. sirt: slow and steady. tv: smooth with sharp edges.':
    'cgls：快速最小二乘。sirt：缓慢而稳健。tv：平滑且边缘锐利。',
  Iterations: '迭代次数',
  Smoothness: '平滑度',
  'Weight of the total variation: about a hundredth of the contrast that should stay.':
    '全变差的权重：约为应保留对比度的百分之一。',
  'No negative values': '不取负值',
  Circle: '圆形区域',
  'Part of half the width within which the sample lies; the rest stays 0.':
    '样品所在圆的半径与半宽之比；其余保持为 0。',
  'Stop below': '停止阈值',
  'Stop when an iteration lowers the residual by less than this share; 0: never.':
    '当一次迭代使残差下降的比例小于此值时停止；0：从不。',
  'Propose a reconstruction': '建议重建方案',
  'Looks at a scan and gives a document that reconstructs it, with the reason of every choice.':
    '查看扫描并给出重建文档，附每项选择的理由。',
  'Rows to look at': '查看行数',

  // Preparation
  'Flat-field correction in time': '随时间的平场校正',
  'Divides by a beam that is interpolated between flat fields taken before, during and after the scan.':
    '除以在扫描前、中、后所拍平场之间插值得到的光束。',
  'Exposure ratio': '曝光比',
  'Exposure time of a projection divided by that of a flat field.': '投影与平场的曝光时间之比。',
  'Air normalisation': '空气归一化',
  'Divides each row by the transmission of the air at its left and right ends, interpolated linearly between them.':
    '每行除以其左右两端空气透射率的线性插值。',
  Air: '空气',
  'Columns of air at each end.': '每端空气的列数。',
  'Dead pixels': '坏像素',
  'Replaces pixels that see no beam, or far more or less than their neighbours, by interpolation along the row.':
    '将无光束、或远高于或低于邻近值的像素沿行插值替换。',
  Tolerance: '容差',
  'Factor to the median of the neighbours at which a pixel counts as faulty.': '与邻近中值相差多少倍时视为坏像素。',
  'Remove zingers': '去除亮点噪声',
  'Replaces bright or dark outliers by the median of their neighbourhood.': '用邻域中值替换过亮或过暗的离群点。',
  Threshold: '阈值',
  'Difference to the median, in units of the data, above which a value is an outlier.':
    '与中值之差（数据单位）超过此值即为离群点。',
  Window: '窗口',
  'Side of the window; odd.': '窗口边长；奇数。',
  Outliers: '离群点',
  'Which outliers are replaced.': '替换哪些离群点。',
  '3-D': '三维',
  'The window reaches over neighbouring projections too.': '窗口也覆盖相邻投影。',
  'Beam hardening': '射束硬化',
  'Linearises line integrals by a polynomial without constant term: c1 p + c2 p^2 + ...':
    '用无常数项的多项式将线积分线性化：c1 p + c2 p^2 + ...',
  Coefficients: '系数',
  'c1, c2, ... of the line integral and its powers.': '线积分及其各次幂的系数 c1、c2、…。',
  Crop: '裁剪',
  'Keeps a rectangle of the detector.': '保留探测器的一个矩形区域。',
  'Counted from 0; empty: the edge of the detector.': '从 0 计数；留空：探测器边缘。',
  'End column': '终止列',
  Bin: '合并像素',
  'Means over squares of pixels: fewer, less noisy pixels.': '对方块内像素取平均：像素更少，噪声更低。',
  Factor: '倍数',
  'Pixels per bin along each axis.': '每个方向合并的像素数。',
  'Radial distortion': '径向畸变',
  'Undoes the radial distortion of a lens by a polynomial of the distance from its centre.':
    '用到中心距离的多项式校正镜头的径向畸变。',
  'Centre column': '中心列',
  'Empty: the middle.': '留空：中间。',
  'Centre row': '中心行',
  'k0, k1, k2, ... of the backward model, distances in pixels.': '反向模型的 k0、k1、k2、…，距离以像素计。',

  // Stripes and rings
  'Stripes: Fourier-wavelet': '条纹：傅里叶-小波',
  'Damps what is constant along the angle in the bands of a wavelet transform (Münch 2009).':
    '在小波变换各频带中抑制沿角度不变的成分（Münch 2009）。',
  Levels: '层数',
  'Empty: up to five, by the width. More levels find wider stripes and change more of the object.':
    '留空：按宽度最多五层。层数越多能找到越宽的条纹，但对样品的改变也越大。',
  Wavelet: '小波',
  Damping: '阻尼',
  'Width of the damping, in frequencies.': '阻尼宽度，以频率计。',
  Pad: '填充',
  'Add an eighth of the angles as zeros.': '补充八分之一角度数的零。',
  'Stripes: Titarenko': '条纹：Titarenko',
  'Finds the offset of each column by regularised least squares of the differences of neighbours (Miqueles 2014).':
    '用相邻差值的正则化最小二乘求每列的偏移（Miqueles 2014）。',
  Offset: '偏移',
  'Multiple of the smallest product that is added before the square root.': '开方前所加的最小乘积的倍数。',
  'Stripes: smoothing filter': '条纹：平滑滤波',
  'Subtracts the difference of each column mean to the mean of its neighbours.': '减去每列均值与邻列均值之差。',
  'Columns of the mean.': '求平均的列数。',
  'Stripes: sorting': '条纹：排序',
  'Equalises the distribution of values of each column with its neighbours (Vo 2018, algorithm 3).':
    '使每列的数值分布与邻列一致（Vo 2018，算法 3）。',
  'Columns of the median; about twice the width of the widest stripe.': '取中值的列数；约为最宽条纹的两倍。',
  'Stripes: filtering': '条纹：滤波',
  'Sorting applied to what changes slowly along the angle (Vo 2018, algorithm 2).':
    '对沿角度缓慢变化的部分进行排序（Vo 2018，算法 2）。',
  'Slow part': '缓变部分',
  'Width of the Gaussian, in frequencies.': '高斯宽度，以频率计。',
  'Stripes: fitting': '条纹：拟合',
  'Smooths a polynomial fit of each column over its neighbours (Vo 2018, algorithm 1).':
    '将每列的多项式拟合在邻列间平滑（Vo 2018，算法 1）。',
  Order: '阶数',
  'Degree of the polynomial.': '多项式的次数。',
  'Width across': '横向宽度',
  'In frequencies, over columns.': '以频率计，沿列。',
  'Width along': '纵向宽度',
  'In frequencies, over angles.': '以频率计，沿角度。',
  'Stripes: large': '条纹：宽条纹',
  'Finds columns whose mean stands out and equalises them by sorting (Vo 2018, algorithms 4 and 5).':
    '找出均值突出的列并用排序均衡（Vo 2018，算法 4 和 5）。',
  Sensitivity: '灵敏度',
  'How far a column has to stand out, in units of the spread of the others; larger finds fewer stripes.':
    '一列需突出多少（以其他列的离散度计）；越大找到的条纹越少。',
  'Left out': '舍去',
  'Share of extreme values left out.': '舍去的极端值比例。',
  Normalise: '归一化',
  'Divide all columns by their factor too.': '所有列也除以各自的因子。',
  'Stripes: dead': '条纹：失效列',
  'Interpolates columns that do not respond or fluctuate (Vo 2018, algorithms 4 and 6).':
    '对无响应或波动的列进行插值（Vo 2018，算法 4 和 6）。',
  'Stripes: all kinds': '条纹：所有类型',
  'Dead, large, then small stripes (Vo 2018, algorithms 3 to 6).': '依次处理失效、宽、窄条纹（Vo 2018，算法 3 至 6）。',
  'Large stripes': '宽条纹',
  'Window of the median.': '中值窗口。',
  'Small stripes': '窄条纹',
  'Rings in slices': '切片中的环',
  'Subtracts rings about the rotation axis, found by a median along the radius and a mean along arcs.':
    '减去围绕转轴的环；环由沿半径的中值和沿弧的平均求得。',
  Width: '宽度',
  'Widest ring.': '最宽的环。',
  'Larger differences, in units of the slice, belong to the sample.': '更大的差值（切片单位）属于样品。',
  Arc: '弧长',
  'Length over which a ring stays the same.': '环保持不变的长度。',

  // Phase
  'Phase retrieval (Paganin)': '相位恢复 (Paganin)',
  'Line integrals from transmission with propagation fringes, for a sample of one material at one distance.':
    '由带传播条纹的透射率得到线积分，适用于单一材料、单一距离。',
  Energy: '能量',
  'Energy of the X-rays, in electronvolt.': 'X 射线能量，单位电子伏。',
  Distance: '距离',
  'From sample to detector, in millimetre.': '样品到探测器的距离，单位毫米。',
  'Pixel size': '像素尺寸',
  'Of the detector, in the plane of the sample, in micrometre.': '探测器像素在样品平面上的尺寸，单位微米。',
  'delta / beta': 'δ / β',
  'Ratio of refraction to absorption of the material.': '材料折射与吸收之比。',
  'The generalised filter keeps more of the finest detail.': '广义滤波器保留更多最细的细节。',
  Frequencies: '频率',
  'Where the filter is evaluated; tomopy: half a bin off, to compare with results of TomoPy.':
    '滤波器取值的位置；tomopy：偏移半格，用于与 TomoPy 的结果比较。',
  'Extend frames by their edges, so that opposite edges do not mix.': '用边缘值扩展图像，使相对的边不相混。',

  // After
  'Circular mask': '圆形掩模',
  'Puts one value outside the circle that all projections see.': '将所有投影可见的圆之外置为同一值。',
  Ratio: '比例',
  'Radius over half the width of the slice.': '半径与切片半宽之比。',
  'What stands outside the circle.': '圆外的值。',
  'Range of values': '数值范围',
  'Smallest and largest finite value.': '最小和最大的有限值。',
  'Scale to integers': '缩放为整数',
  'Slices as 8- or 16-bit images; value = image x scale + offset.':
    '将切片存为 8 或 16 位图像；数值 = 图像 × 比例 + 偏移。',
  Bits: '位数',
  'Bits of a pixel.': '每像素的位数。',
  'Denoise: total variation': '降噪：全变差',
  'Smooths between edges (Rudin, Osher, Fatemi).': '在边缘之间平滑（Rudin、Osher、Fatemi）。',
  Weight: '权重',
  'Of the total variation, in units of the slice.': '全变差的权重，以切片单位计。',
  'Denoise: median': '降噪：中值',
  'Median over a square about each pixel.': '每个像素周围方块内的中值。',
  'Side; odd.': '边长；奇数。',
  'Otsu threshold': 'Otsu 阈值',
  'The threshold that separates two phases best.': '最好地区分两相的阈值。',
  'Only the circle that all projections see.': '仅限所有投影可见的圆内。',
  'Porosity and regions': '孔隙率与区域',
  'Share of pores, and a list of connected regions with volume and place.': '孔隙比例，以及连通区域的体积和位置列表。',
  Phase: '相',
  'What is split into regions.': '对哪一相划分区域。',
  'Smallest region': '最小区域',
  'In voxels.': '以体素计。',
  'Gaussian filter': '高斯滤波',
  'Smooths each image by a Gaussian that is cut off at four times its width; edges are mirrored.':
    '用截断于四倍宽度的高斯函数平滑每幅图像；边缘镜像延拓。',
  'Standard deviation of the Gaussian.': '高斯函数的标准差。',
};
