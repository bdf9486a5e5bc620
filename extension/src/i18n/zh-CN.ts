import type { Catalogue } from './load-texts.js';

/** Simplified Chinese of the shell's own texts. */
export const shellCatalogue: Catalogue = {
  'CT reconstruction': 'CT 重建',
  'Reconstruct slices from a tomography scan': '由断层扫描数据重建切片',
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
  'Cancel run': '取消任务',
  'Cancel all': '全部取消',
  'Cancel all Daisy runs? Files that are not finished are removed.': '取消所有 Daisy 任务？未完成的文件将被删除。',
  queued: '排队中',
  running: '运行中',
  done: '已完成',
  failed: '失败',
  cancelled: '已取消',
};
