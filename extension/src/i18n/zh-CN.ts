import type { Catalogue } from './catalogue.js';

/** Simplified Chinese of the shell's own texts. */
export const shellCatalogue: Catalogue = {
  'CT reconstruction': 'CT 重建',
  'Reconstruct slices from a tomography scan': '由断层扫描数据重建切片',
  'HDF5 browser': 'HDF5 浏览器',
  'Look into HDF5, NeXus, TIFF, NumPy and FITS files of any size':
    '查看任意大小的 HDF5、NeXus、TIFF、NumPy 和 FITS 文件',
  'HDF5 – %1': 'HDF5 – %1',
  'Open folder with %1': '用%1打开文件夹',
  'Tour notebook': '入门笔记本',
  'From a scan to a reconstructed volume in a notebook': '在笔记本中从扫描数据到重建体数据',
  'The server does not know the kernel "TypeScript (Daisy)".': '服务器上没有内核“TypeScript (Daisy)”。',
  'Start JupyterLab with "npm start", or install Daisy in the environment of the server.':
    '请用“npm start”启动 JupyterLab，或在服务器环境中安装 Daisy。',
  'The notebook "%1" has no running TypeScript (Daisy) kernel.': '笔记本“%1”没有正在运行的 TypeScript (Daisy) 内核。',
  'Open the notebook and start its kernel, or open the app from the launcher.':
    '请打开该笔记本并启动内核，或从启动页打开应用。',
  'kernel of this notebook': '此笔记本的内核',
  'Choose a scan': '选择扫描文件',
  'CT – %1': 'CT – %1',
  'The app could not be loaded.': '应用无法加载。',
  'Reload the page; when that does not help, restart JupyterLab.': '请刷新页面；若仍无效，请重启 JupyterLab。',
  'The file "%1" lies outside the folder that the file browser shows.': '文件“%1”不在文件浏览器显示的目录之内。',
  'Daisy runs': 'Daisy 任务',
  'Daisy log': 'Daisy 日志',
  'Cancel run': '取消任务',
  'Cancel all': '全部取消',
  'Cancel all Daisy runs? Files that are not finished are removed.': '取消所有 Daisy 任务？未完成的文件将被删除。',
  'Kernel "TypeScript (Daisy)": %1': '内核“TypeScript (Daisy)”：%1',
  'Memory: %1': '内存：%1',
  'Threads: %1 of %2': '线程：%1 / %2',
  'Click to see what runs.': '点击查看正在运行的任务。',
  'not started': '未启动',
  connecting: '连接中',
  ready: '就绪',
  restarting: '重启中',
  stopped: '已停止',
  '%1 run': '%1 个任务',
  '%1 runs': '%1 个任务',
  // Settings editor
  'Daisy CT': 'Daisy CT',
  'The CT reconstruction app.': 'CT 重建应用。',
  Filter: '滤波器',
  'Filter that a new tab starts with, for live slices and volumes: from sharpest (ramp) to smoothest (hann).':
    '新标签页的初始滤波器，用于实时切片和体数据：从最锐利 (ramp) 到最平滑 (hann)。',
  Quality: '质量',
  'Exactness that a new tab starts with, for live slices and volumes. While something is dragged, slices are always fast.':
    '新标签页的初始精度，用于实时切片和体数据。拖动时切片始终采用快速模式。',
  'Daisy computing': 'Daisy 计算',
  'What Daisy may use of the machine. The language of Daisy is that of JupyterLab (Settings > Language).':
    'Daisy 可使用的计算资源。Daisy 的语言与 JupyterLab 一致（“设置 > 语言”）。',
  Threads: '线程数',
  'Threads that the apps may compute with; 0 means all that the machine has. Work that has begun keeps its number.':
    '应用计算可用的线程数；0 表示使用机器的全部线程。已开始的任务保持原有线程数。',
  'The browser of data files.': '数据文件浏览器。',
  'Daisy panels': 'Daisy 面板',
  'Panels for data objects, algorithms, runs and the log.': '数据对象、算法、任务和日志面板。',
  'Memory of a run (GB)': '单个任务的内存 (GB)',
  'Memory that a run of an app or a canvas may take; what does not fit is worked on in pieces. 0 means half of what is free when it starts.':
    '应用或画布的一个任务可使用的内存；放不下的数据将分块处理。0 表示使用启动时空闲内存的一半。',
  'Memory of a run: %1': '单个任务的内存：%1',
  'Daisy launcher': 'Daisy 启动页',
  'The section Daisy of the launcher.': '启动页中的 Daisy 分区。',
  'Show the section Daisy': '显示 Daisy 分区',
  'Offer the Daisy apps and the tour in the launcher.': '在启动页中提供 Daisy 应用和入门笔记本。',

  // States of runs
  queued: '排队中',
  running: '运行中',
  done: '已完成',
  failed: '失败',
  cancelled: '已取消',
  'Workflow canvas': '工作流画布',
  'New workflow': '新建工作流',
  'A workflow of algorithms, drawn as a graph': '以图形绘制的算法工作流',
  // Panels
  'The panel could not be loaded.': '面板无法加载。',
  'Open data object': '打开数据对象',
  'Add to canvas': '添加到画布',
  'Daisy data objects': 'Daisy 数据对象',
  'Daisy algorithms': 'Daisy 算法',
  'Show %1': '显示 %1',
  'The canvas could not be loaded.': '画布无法加载。',
};
