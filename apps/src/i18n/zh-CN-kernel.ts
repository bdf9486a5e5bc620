import { documentTexts } from './zh-CN-document.js';

/** Sentences that the kernel says about scans, axes, pipelines and failures, by their English template. */
export const kernelTexts: Readonly<Record<string, string>> = {
  ...documentTexts,

  'An image of %1 x %2 pixels is too large to be saved from the browser.': '%1 x %2 像素的图像太大，无法从浏览器保存。',
  'Save the picture that is shown, or read a part of it with a cell.':
    '请保存当前显示的图片，或用单元格读取其中一部分。',
  'The region holds %1 GB; statistics read up to %2 GB.': '该区域有 %1 GB；统计最多读取 %2 GB。',
  '%1 of %2 has another shape than before.': '%2 中的 %1 的形状已改变。',
  'Refresh, to see the file as it is now.': '请刷新以查看文件的当前内容。',
  '%1 is empty.': '%1 是空文件。',
  'Wait until something has been written into it, or copy it again.': '请等待数据写入，或重新复制该文件。',
  'Draw a smaller one.': '请画一个较小的区域。',
  'Images of %1 x %2 pixels take %3 GB each to be computed.': '计算 %1 x %2 像素的图像每幅需要 %3 GB。',
  'Look at single images, or compute on a part of them in a notebook.':
    '请逐幅查看，或在笔记本中对其中一部分进行计算。',
  // Why this layout
  'Projections at %1.': '投影位于 %1。',
  'Flat fields at %1: %2.': '平场位于 %1：%2 张。',
  'Dark fields at %1: %2.': '暗场位于 %1：%2 张。',
  'Flat fields: none.': '平场：无。',
  'Dark fields: none.': '暗场：无。',
  'Frames at %1, told apart by %2.': '图像位于 %1，由 %2 区分。',
  'The image at %1 (%2) is taken as a sinogram [angle, column].': '%1 的图像（%2）视为正弦图 [角度, 列]。',
  'The stack at %1 (%2) is taken as projections [angle, row, column].': '%1 的图像组（%2）视为投影 [角度, 行, 列]。',
  'The stack at %1 (%2) is taken as sinograms [row, angle, column].': '%1 的图像组（%2）视为正弦图 [行, 角度, 列]。',
  'Flat fields by their name: %1.': '按名称找到平场：%1 张。',
  'Dark fields by their name: %1.': '按名称找到暗场：%1 张。',
  'Flat fields: no image is named flat.': '平场：没有名为 flat 的图像。',
  'Dark fields: no image is named dark.': '暗场：没有名为 dark 的图像。',
  'Images at %1.': '图像位于 %1。',
  'There is no reference image.': '没有参考图像。',
  '%1 is in degrees.': '%1 的单位是度。',
  '%1 is in radian.': '%1 的单位是弧度。',
  '%1 is in %2.': '%1 的单位是 %2。',
  '%1 is taken in %2, as given.': '按给定，%1 的单位取为 %2。',
  '%1 has no unit; values up to %2 are taken as degrees.': '%1 没有单位；数值最大 %2，视为度。',
  '%1 has no unit; values up to %2 are taken as radian.': '%1 没有单位；数值最大 %2，视为弧度。',
  '%1 angles spread evenly over %2 degrees, both ends included, as %3 says.':
    '按 %3，%1 个角度均匀分布在 %2 度内，含两端。',
  '%1 counts %2 dark fields, %3 flat fields and %4 projections over %5 degrees.':
    '%1 记有 %2 张暗场、%3 张平场和 %4 张投影，共 %5 度。',
  '%1 images in %2.': '%2 中有 %1 张图像。',
  'No angles at %1.': '%1 处没有角度。',
  'Mapped by %1 beside the scan.': '按扫描旁的 %1 映射。',
  'Given: %1 is %2.': '给定：%1 为 %2。',
  '%1 angles spread evenly over %2 degrees.': '%1 个角度均匀分布在 %2 度内。',
  '%1 %2 repeated angles at its ends are those of flat and dark fields.': '%1 两端 %2 个重复角度属于平场和暗场。',

  // What to read before going on
  'There are no flat fields, and air is near 0: the values are taken as line integrals, without a logarithm.':
    '没有平场，空气处接近 0：数值视为线积分，不取对数。',
  'There are no flat fields, and air is near 0: the values are taken as line integrals in units of 1/%1, without a logarithm.':
    '没有平场，空气处接近 0：数值视为以 1/%1 为单位的线积分，不取对数。',
  'There are no flat fields, and air is near 1: the projections are taken as normalised.':
    '没有平场，空气处接近 1：投影视为已归一化。',
  'There are no flat fields: the beam is taken as %1 counts everywhere, as in the air beside the sample.':
    '没有平场：光束各处视为 %1 计数，与样品旁的空气相同。',
  'There are no flat fields and no air beside the sample: the beam is taken as %1 counts everywhere, as at the brightest places. Attenuation is relative.':
    '没有平场，样品旁也没有空气：光束各处视为 %1 计数，取自最亮处。衰减只是相对值。',
  'The file has no dark fields: the detector is taken to count nothing in the dark.':
    '文件没有暗场：视为探测器在黑暗中计数为零。',
  'The file has no angles.': '文件没有角度。',
  'The file has no angles: %1 projections are taken as spread evenly over %2 degrees, because %3.':
    '文件没有角度：%1 张投影视为均匀分布在 %2 度内，因为 %3。',
  'The file has no angles: %1 projections are taken as spread evenly over %2 degrees, both ends included, because %3.':
    '文件没有角度：%1 张投影视为均匀分布在 %2 度内（含两端），因为 %3。',
  'The file has no angles: %1 projections are taken as spread evenly over %2 degrees, though no two views mirror each other.':
    '文件没有角度：%1 张投影视为均匀分布在 %2 度内，尽管没有互为镜像的视图。',
  'The file has no angles: %1 projections are taken as spread evenly over %2 degrees, both ends included, though no two views mirror each other.':
    '文件没有角度：%1 张投影视为均匀分布在 %2 度内（含两端），尽管没有互为镜像的视图。',
  'views half the scan apart mirror each other': '相隔半程的视图互为镜像',
  'the last one mirrors the first': '最后一张是第一张的镜像',
  'The angles go round %1 times: check their unit, unless the scan does so.':
    '角度转了 %1 圈：除非扫描如此，请检查单位。',
  '%1 says %2, but goes over %3, a turn in %4: it is taken in %5.':
    '%1 注明 %2，但范围为 %3，按 %4 正好是一圈：取为 %5。',
  'All angles in %1 are %2: they are not used.': '%1 中的角度全为 %2：不予采用。',
  'The last projection was not written to the end: the scan is taken as its first %1 of %2.':
    '最后一张投影没有写完：扫描取 %2 张中的前 %1 张。',
  'The last %1 projections were not written to the end: the scan is taken as its first %2 of %3.':
    '最后 %1 张投影没有写完：扫描取 %3 张中的前 %2 张。',
  'There are %1 projections of %2 rows. If they are sinograms [row, angle, column], say so: %3 in %4.':
    '有 %1 张各 %2 行的投影。如果它们是正弦图 [行, 角度, 列]，请在 %4 中写明 %3。',
  '%1 announces %2 projections, but has %3: the angles may not be right.':
    '%1 声明有 %2 张投影，实际有 %3 张：角度可能不对。',
  '%1 numbers of files are missing: %2.': '缺少 %1 个文件编号：%2。',

  // What a plan says of a step
  'Results are not kept.': '不保存结果。',
  'A finished result is there.': '已有完成的结果。',
  'Not needed: what depends on it is there.': '不需要：依赖它的结果已存在。',
  'Everything is to be computed again.': '全部重新计算。',
  'It is to be computed again from here on.': '从此处起重新计算。',
  'There is no result for these parameters and inputs.': '这些参数和输入尚无结果。',
  'Its result was there, and has been removed from the cache.': '曾有结果，但已从缓存中移除。',
  'Its version is %1 now, and was %2.': '其版本现为 %1，原为 %2。',
  'The parameter "%1" is %2 now, and was %3.': '参数“%1”现为 %2，原为 %3。',
  'Its input "%1" comes from %2, which gives something else now.': '其输入“%1”来自 %2，后者的结果已改变。',
  'The file of its input "%1" has changed: %2.': '其输入“%1”的文件已改变：%2。',
  'Its input "%1" is %2 now, and was %3.': '其输入“%1”现为 %2，原为 %3。',
  'Its input "%1" has changed.': '其输入“%1”已改变。',
  'It runs with the implementation "%1" now, and ran with "%2".': '现使用实现“%1”运行，原为“%2”。',
  'A parameter that another step gives has changed.': '由其他步骤给出的参数已改变。',
  'The code of its body has changed.': '其实现代码已改变。',

  // The axis
  '%1 best among %2 candidates from %3 to %4 px.': '%1（在 %3 至 %4 像素的 %2 个候选中最佳）。',
  '%1 best among %2 candidates from %3 to %4 px, but that is the edge of the search: widen the range.':
    '%1（在 %3 至 %4 像素的 %2 个候选中最佳），但位于搜索边缘：请扩大范围。',
  '%1 best among %2 candidates from %3 to %4 px, but the minimum is hardly deeper than the roughness of the curve: check the slice.':
    '%1（在 %3 至 %4 像素的 %2 个候选中最佳），但最小值几乎不比曲线的起伏更深：请检查切片。',
  'Mirrored about %1 px, the second half turn continues the first': '以 %1 像素为轴镜像后，后半圈与前半圈衔接',
  'About %1 px, opposite views correlate': '以 %1 像素为轴，相对视图最为相关',
  'About %1 px, the columns seen from both sides agree': '以 %1 像素为轴，两侧都能看到的列一致',
  'At %1 px the grey values of the slice spread least,': '在 %1 像素处，切片的灰度分布最集中',
  'At %1 px the slice has the least below zero,': '在 %1 像素处，切片中负值最少',
  'This axis was given; nothing was searched.': '轴由用户给定，未进行搜索。',

  'The axes of %1 rows lie on a line within %2 px (median); it leans by %3 degrees.':
    '%1 行的轴在一条直线上，偏差 %2 像素（中位数）；倾斜 %3 度。',

  // The proposed pipeline
  'In %1 % of the middle row the dark fields are brighter than the projections: they may be of another exposure, or no dark fields.':
    '中间一行有 %1 % 的像素，暗场比投影更亮：暗场的曝光可能不同，或并非暗场。',
  'Over %1 rows the axis moves by %2 px; less than %3 px is not seen.':
    '在 %1 行内轴移动 %2 像素；小于 %3 像素 看不出来。',
  'Over %1 rows the axis moves by %2 px, more than a stage leans: the rows have found different things.':
    '在 %1 行内轴移动 %2 像素，超出转台可能的倾斜：各行找到的不是同一处。',
  'The columns of the middle row are off by %1 times what noise gives (limit %2), the strongest by %3 times that (limit %4).':
    '中间一行各列的偏差是噪声的 %1 倍（界限 %2），最强的一列又是其 %3 倍（界限 %4）。',
  'The roughest column is %1 times as rough as those around it (limit %2).':
    '最粗糙的一列是其周围各列的 %1 倍（界限 %2）。',
  'The scan is a full turn and its axis lies %1 % of the width off the middle: opposite views continue each other.':
    '扫描为一整圈，轴偏离中心达宽度的 %1 %：相对视图彼此衔接。',
  'The scan is %1 and its axis %2 % of the width off the middle.': '扫描为%1，轴偏离中心为宽度的 %2 %。',
  'a full turn': '一整圈',
  'about half a turn': '约半圈',
  '%1 angles are %2 % of the %3 that %4 columns can resolve.': '%1 个角度是 %4 列所能分辨的 %3 个的 %2 %。',
  'With so few, total variation (ct.iterative) may show more; it takes longer.':
    '角度这么少时，全变分（ct.iterative）可能显示更多细节，但更慢。',
  'Energy, distance and pixel size are not all known.': '能量、距离和像素尺寸不全已知。',
  'The first fringe is %1 px wide at %2 keV and %3 mm: below one pixel it cannot be seen.':
    '在 %2 keV、%3 mm 处第一条纹宽 %1 像素：小于一个像素，看不见。',
  'The first fringe is %1 px wide at %2 keV and %3 mm, wide enough to be seen.':
    '在 %2 keV、%3 mm 处第一条纹宽 %1 像素，足以看见。',
  '%1 px (%2)': '%1 像素（%2）',
  'The axes of %1 rows are on no upright line: that of row %2 is the surest.':
    '%1 行的轴不在一条竖直的直线上：第 %2 行的最可靠。',
  'Its confidence is low: check the slice.': '置信度低：请检查切片。',
  '%1 values of the middle rows are no numbers: they are taken from their neighbours in the row.':
    '中间各行有 %1 个值不是数：取自同一行的相邻值。',
  '%1 % of the values of the middle row stand out alone, as where radiation hits the detector: they are taken from their neighbours.':
    '中间行有 %1 % 的值孤立突出，如射线打到探测器：取自相邻值。',
  'zingers beyond %1': '去除超过 %1 的亮斑',
  'dead pixels': '坏点修复',
  'At the end of the detector the sample absorbs %1 % of the most: it is wider than the detector, so absolute values are lost.':
    '探测器边缘处样品的吸收为最大值的 %1 %：样品宽于探测器，绝对值不可得。',
  'continue by the last values': '以末端数值延续',
  none: '无',
  nothing: '无需处理',
  'as it is': '保持原样',
  'stitch to 180 degrees': '拼接为 180 度',
  'stripes by %1': '条纹去除：%1',
  '%1 degrees': '%1 度',
  'Fourier method': '傅里叶方法',
  'Paganin, delta / beta %1': 'Paganin，delta / beta %1',

  // Failures
  'No flat fields were found, so the projections cannot be normalised.': '没有找到平场，投影无法归一化。',
  'Choose a dataset of flat fields, or start from data that are normalised already.':
    '请选择平场数据集，或使用已经归一化的数据。',
  'The angles cover less than 180 degrees.': '角度覆盖不足 180 度。',
  '%1 holds no scan that is known here; looked for %2.': '%1 中没有可识别的扫描；查找过 %2。',
  'Choose a file in the layout %1, or give the places of its parts.': '请选择 %1 布局的文件，或指定各部分的位置。',
  'Choose the folder of the projections.': '请选择投影所在的文件夹。',
  'An axis at column %1 is not on the detector, which has columns 0 to %2.':
    '第 %1 列的轴不在探测器上，探测器的列为 0 至 %2。',
  'Give a column of the detector.': '请给出探测器的列。',
  'This scan is no longer open.': '此扫描已不再打开。',
  'Open it again.': '请重新打开。',
  'There is no dataset %1 in %2.': '%2 中没有数据集 %1。',
  'Nothing says where the projections of %1 are.': '没有说明 %1 的投影在哪里。',
  'There are %1 projections, but %2 has %3 angles.': '有 %1 张投影，但 %2 有 %3 个角度。',
  'The kernel stopped before %1 was complete. No file of that name was written.':
    '内核在 %1 完成之前停止，未写入该文件。',
  'Press Reconstruct again when the kernel is ready.': '内核就绪后请再次按“重建”。',

  // Batches of files
  'The files have no name.': '文件没有名称。',
  'Write one, such as {name}.h5.': '请写一个，例如 {name}.h5。',
  'Nothing stands for %1 in the name of a file.': '文件名中的 %1 没有含义。',
  'Take {name}, {index} and {output}.': '请用 {name}、{index} 和 {output}。',
  'The name %1 is too long for a file.': '名称 %1 作为文件名太长。',
  'Names may have %1 bytes; take {index} instead of {name}.': '文件名最多 %1 字节；请用 {index} 代替 {name}。',
  'The workflow has no array among its outputs that could be written.': '工作流的输出中没有可写出的数组。',
  'Make one an output of the workflow, or write no files.': '请把一个数组设为工作流的输出，或不写出文件。',
  'The workflow has no input "%1".': '工作流没有输入“%1”。',
  '%1 stands twice in the list.': '%1 在列表中出现两次。',
  'Take it out once.': '请去掉一个。',
  '%1 and %2 would be written to one file.': '%1 和 %2 会写到同一个文件。',
  'Put {index} into the names.': '请在文件名中加入 {index}。',
  '%1 would be written over, which is among the files of the batch.': '%1 会被覆盖，而它是批处理的输入之一。',
  'Choose other names, such as results/{name}.h5.': '请换个名称，例如 results/{name}.h5。',
  'Choose other names, or say that existing files are replaced or kept.': '请换个名称，或选择替换、保留已有文件。',
  '%1 takes no new files.': '%1 不接受新文件。',
  'Choose a folder that you may write to.': '请选择您可以写入的文件夹。',
  'This batch is not known here.': '此处不认识这个批处理。',
  'Run it again: existing files can be kept.': '请再运行一次：可以保留已有文件。',

  // Files that are gone, damaged or not taken; kernels that stop
  'There is no file %1.': '没有文件 %1。',
  'You may not read %1.': '您无权读取 %1。',
  'Check the name and the folder.': '请检查名称和文件夹。',
  'Ask its owner for permission to read.': '请向所有者申请读取权限。',
  'The folder %1 cannot be made: %2.': '文件夹 %1 无法创建：%2。',
  'The run needs more memory than it has, and %1 takes no files.': '运行所需内存超出可用内存，且 %1 不接受文件。',
  'Give it more memory, or name a folder that you may write to in DAISY_CACHE.':
    '请给它更多内存，或在 DAISY_CACHE 中指定一个您可以写入的文件夹。',
  '%1 is truncated: it ends before its contents do.': '%1 不完整：文件在内容结束之前就中断了。',
  'Copy it again, or wait until it has been written completely.': '请重新复制，或等待其写入完成。',
  '%1 is not an HDF5 file, nor of another kind that is read here.': '%1 不是 HDF5 文件，也不是此处可读取的其他类型。',
  'Choose a file of HDF5, TIFF, NumPy, EDF, CBF, FITS, TXRM or Zarr.':
    '请选择 HDF5、TIFF、NumPy、EDF、CBF、FITS、TXRM 或 Zarr 文件。',
  '%1 cannot be opened as HDF5 (%2).': '%1 无法作为 HDF5 打开（%2）。',
  'The file may be damaged or still being written.': '文件可能已损坏或仍在写入。',
  '%1 is a folder.': '%1 是文件夹。',
  '%1 exists already.': '%1 已存在。',
  'Give the name of a file in it.': '请给出其中文件的名称。',
  'Choose another name, or allow overwriting.': '请换个名称，或允许覆盖。',
  '%1 has been changed since it was saved or opened here.': '%1 在此处保存或打开之后已被修改。',
  'Choose another name, or replace what others have written.': '请换个名称，或替换他人写入的内容。',
  '%1 is being written by another run.': '%1 正由另一个运行写入。',
  'Choose another name, or wait until that run has ended.': '请换个名称，或等待该运行结束。',
  '%1 cannot be written into %2: %3.': '%1 无法写入 %2：%3。',
  'you may not write there': '您无权写入',
  'it is read-only': '只读',
  'it does not exist': '不存在',
  'it is not a folder': '不是文件夹',
  'the disk is full': '磁盘已满',
  'your share of the disk is used up': '磁盘配额已用完',
  'the disk takes no file of that size': '磁盘不接受如此大的文件',
  'Choose a folder that exists and that you may write to.': '请选择存在且可写入的文件夹。',
  '%1 cannot be written: %2.': '%1 无法写入：%2。',
  'Make room on the disk, or choose a file on another one; what was written has been removed.':
    '请清理磁盘空间，或选择另一磁盘上的文件；已写入的部分已删除。',
  'This image is no longer open.': '此图像已关闭。',
  'The kernel stopped before it answered.': '内核在应答之前已停止。',
  'Try again when the kernel is ready.': '请在内核就绪后重试。',
  '%1 has changed since it was opened: open it again first.': '%1 在打开后发生了变化：请先重新打开。',
};
