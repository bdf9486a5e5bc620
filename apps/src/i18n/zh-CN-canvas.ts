/** Simplified Chinese texts of the workflow canvas that came with notes, results, batches and nested workflows. */
export const canvasTexts: Readonly<Record<string, string>> = {
  // Palette, wires, what a step says of itself
  Converters: '转换',
  'No algorithm gives this value.': '没有算法能给出此值。',
  'Make it an input of the workflow': '设为工作流的输入',
  Documentation: '文档',
  Takes: '接收',
  Gives: '给出',
  'Implementations: %1': '实现：%1',
  'may be left out': '可省略',
  '%1 of the workflow': '工作流的 %1',
  several: '多个',
  'Kinds of values': '值的种类',
  array: '数组',
  number: '数',
  'yes or no': '是或否',
  text: '文本',
  table: '表',
  file: '文件',
  anything: '任意',
  'An empty workflow': '空工作流',
  'Double-click here or an algorithm on the left, or drag one here.': '双击此处或左侧的算法，或将算法拖到这里。',
  'Pull a wire from a port into the void: a list offers what fits.': '从端口向空白处拉线：列表给出适合的步骤。',

  // Batch
  Batch: '批处理',
  'Batch: this workflow over many files': '批处理：用此工作流处理多个文件',
  Close: '关闭',
  'The workflow has no input that takes a file.': '此工作流没有接收文件的输入。',
  'Input that takes the files': '接收文件的输入',
  'Files, one on each line': '文件，每行一个',
  'All data files of this folder': '此文件夹中的全部数据文件',
  'Run over %1 file': '处理 %1 个文件',
  'Run over %1 files': '处理 %1 个文件',
  'Go to the whole document to run it over many files.': '请回到整个文档，再对多个文件运行。',
  'The workflow has problems; mend them first.': '工作流有问题，请先修正。',
  'Write files': '写出文件',
  'Names of the files': '文件名',
  'From the folder of the document; {name} of the input file, {index}, {output} of the workflow':
    '从文档所在文件夹算起；{name} 为输入文件名，{index} 为序号，{output} 为工作流的输出',
  'Files that exist already': '已存在的文件',
  'replace nothing': '不替换',
  'replace existing files': '替换已有文件',
  'keep existing files, do the others': '保留已有文件，只做其余',
  '%1 file is left out: its results are there already.': '略过 %1 个文件：其结果已存在。',
  '%1 files are left out: their results are there already.': '略过 %1 个文件：其结果已存在。',
  'and %1 more': '另有 %1 个',
  Written: '已写出',
  '%1 of %2 done': '已完成 %1 / %2',
  '%1 failed': '%1 个失败',
  'The kernel ended before the batch did; what is done stays.': '内核先于批处理结束；已完成的部分保留。',
  'Go on with %1 file': '继续处理 %1 个文件',
  'Go on with %1 files': '继续处理 %1 个文件',
  'Save the table': '保存表格',
  'was there already': '已存在',
  interrupted: '已中断',
  Time: '用时',
  Picture: '图像',

  // Kernel
  'The kernel has stopped. The document stays as it is; restart the kernel to run it.':
    '内核已停止。文档保持不变；重启内核后即可运行。',
  'The kernel is restarting. The document stays as it is.': '内核正在重启。文档保持不变。',
  'The run ended with its kernel. What it had finished is kept.': '运行随内核一起结束，已完成的部分已保留。',

  // Notes, frames, places
  Note: '注释',
  'Write a note': '写注释',
  '%1: %2': '%1：%2',
  'Double click to edit': '双击编辑',
  Group: '分组',
  'Put the selected steps into a frame': '将所选步骤放入一个框中',
  Align: '对齐',
  'Left edges': '左边缘',
  'Upper edges': '上边缘',
  'Even columns': '水平均匀分布',
  'Even rows': '垂直均匀分布',

  'Copy code': '复制代码',

  // Nested workflows
  'Workflow inside': '内部工作流',
  'Whole document': '整个文档',
  'Open in a tab': '在标签页中打开',
  'Open the workflow inside': '打开内部工作流',
  'Its inputs come from the workflow around it.': '其输入来自外层工作流。',

  // Results and why they are stale
  Result: '结果',
  'Put a step between:': '在中间插入一个步骤：',
  '%1 of %2 done, %3 failed': '已完成 %1 / %2，失败 %3',
  'Stale: %1.': '已过期：%1。',
  '%1 was changed': '%1 已更改',
  'the parameter %1 of the workflow was changed': '工作流参数 %1 已更改',
  'the link to %1 was changed': '到 %1 的连线已更改',
  'the input %1 was changed': '输入 %1 已更改',
  '%1 before it has changed': '其前面的 %1 已更改',
  'another implementation was chosen': '选择了另一种实现',
  'the step itself was changed': '步骤本身已更改',
  'it is new': '它是新的',

  // What is wrong with a step
  Error: '错误',
  Warning: '警告',
  '%1 warning': '%1 个警告',
  '%1 warnings': '%1 个警告',

  // Links of parameters
  'Link a parameter': '连接参数',
  'Link a parameter…': '连接参数…',
  'It becomes a port of the card that a wire can be pulled to.': '它会成为卡片上的端口，可以把连线拉到它上面。',
  'a value of its own': '自己的值',

  'The layout could not be loaded.': '无法加载布局程序。',
  'Reload the page: the server may have a newer version.': '请重新载入页面：服务器上可能已有新版本。',

  // Panels where there is little room
  'Values and runs': '参数与运行',
  Algorithms: '算法',
  'Close %1': '关闭%1',
};
